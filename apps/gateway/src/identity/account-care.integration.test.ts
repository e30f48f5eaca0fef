import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountWorld, newEmail, openAccountWorld, password } from '../testing/account-world.ts'

let world: AccountWorld
beforeAll(async () => {
  world = await openAccountWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

describe('a password', () => {
  test('is set anew by a mailed link, once, which ends every session and lets the owner in at once', async () => {
    const { email, browser, signIn } = await world.member()
    await signIn()
    const lost = world.front.browser('203.0.113.99')
    for (let guess = 0; guess < 8; guess++)
      await world.front.browser().call('account.signIn', { email, password: 'guess' })
    expect(await lost.call('account.signIn', { email, password })).toMatchObject({ status: 429, code: 'rate_limited' })
    await lost.call('account.requestReset', { email })
    const token = await world.front.linkTo(email, 'password_reset')
    const fresh = 'entirely new password'
    expect(await lost.call('account.resetPassword', { token, password: fresh })).toMatchObject({ status: 200 })
    expect(await lost.call('account.resetPassword', { token, password: fresh })).toMatchObject({ status: 404 })
    await expect.poll(async () => (await browser.ask('account.sessions')).status, { timeout: 10_000 }).toBe(401)
    expect(await lost.call('account.signIn', { email, password: fresh })).toMatchObject({ status: 200 })
    await expect.poll(() => world.front.mails.at(-1)).toMatchObject({ to: email, kind: 'password_changed' })
  })

  test('of an address without an account is asked for with the same answer, and nothing is mailed', async () => {
    const email = newEmail()
    const answer = await world.front.browser().call('account.requestReset', { email })
    expect([answer.status, answer.data]).toEqual([200, {}])
    expect(world.front.mails.some(({ to }) => to === email)).toBe(false)
  })

  test('is changed by its owner while strangers have used up the tries, and no stolen session guesses for ever', async () => {
    const { email, browser, signIn } = await world.member()
    await signIn()
    const guess = () => world.front.browser().call('account.signIn', { email, password: 'guess' })
    for (let n = 0; n < 6; n += 1) await guess()
    expect(await guess()).toMatchObject({ status: 429 })
    const fresh = 'another long password'
    expect(
      await browser.call('account.changePassword', { currentPassword: password, newPassword: fresh }),
    ).toMatchObject({
      status: 200,
    })
    const statuses: number[] = []
    for (let n = 0; n < 8; n += 1) statuses.push((await browser.call('account.delete', { password: 'guess' })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
  })

  test('that is known from leaks is not taken: not at sign-up, not by a mailed link, which stays good, and not in exchange for another', async () => {
    const { email, browser, signIn } = await world.member()
    const leaked = 'Trustno1'
    const refused = { status: 400, code: 'invalid_input', detail: expect.stringContaining('a short sentence is good') }
    const newcomer = { name: 'Ada', email: newEmail(), password: leaked }
    expect(await world.front.browser().call('account.signUp', newcomer)).toMatchObject(refused)
    await signIn()
    const change = { currentPassword: password, newPassword: leaked }
    expect(await browser.call('account.changePassword', change)).toMatchObject(refused)
    await browser.call('account.requestReset', { email })
    const token = await world.front.linkTo(email, 'password_reset')
    expect(await browser.call('account.resetPassword', { token, password: leaked })).toMatchObject(refused)
    expect(await signIn()).toMatchObject({ status: 200 })
    expect(await browser.call('account.resetPassword', { token, password: 'an entirely new one' })).toMatchObject({
      status: 200,
    })
  })

  test('is not changed by whoever does not know it', async () => {
    const { browser, signIn } = await world.member()
    await signIn()
    const input = { currentPassword: 'a guess', newPassword: 'another long password' }
    expect(await browser.call('account.changePassword', input)).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await browser.call('account.delete', { password: 'a guess' })).toMatchObject({ status: 401 })
    expect((await browser.ask('account.me')).status).toBe(200)
  })
})

describe('every attempt to say who one is', () => {
  test('stands in the log: who was meant, from where, with what, and how it ended', async () => {
    const { email, browser, signIn } = await world.member()
    const stranger = world.front.browser('203.0.113.50')
    const [guess] = await world.attemptsIn(() => stranger.call('account.signIn', { email, password: 'a guess' }))
    const [entry] = await world.attemptsIn(signIn)
    const me = (await browser.ask('account.me')).data
    const tried = { attempt: 'signIn', factor: 'password', account: expect.stringMatching(/^[\w-]{43}$/) }
    expect(guess).toMatchObject({ ...tried, outcome: 'unauthenticated', person: null, instance: 'gateway-1' })
    expect(entry).toMatchObject({ ...tried, outcome: 'done', person: me.id, account: guess?.account })
    expect([typeof guess?.time, typeof guess?.requestId, guess?.place === entry?.place]).toEqual([
      'string',
      'string',
      false,
    ])
    for (let n = 0; n < 5; n += 1) await stranger.call('account.signIn', { email, password: 'a guess' })
    const [refused] = await world.attemptsIn(() => stranger.call('account.signIn', { email, password }))
    expect(refused).toMatchObject({ ...tried, outcome: 'rate_limited', place: guess?.place })
    const key = { authorization: 'Bearer sk_none', 'x-ingress-secret': 'ingress', 'x-forwarded-for': '203.0.113.50' }
    const [bad] = await world.attemptsIn(() => fetch(`${world.front.url}/api/v2/products`, { headers: key }))
    expect(bad).toMatchObject({ attempt: 'apiKey', outcome: 'unauthenticated', factor: 'key', place: guess?.place })
  })

  test('also what follows: out again, a new password, an end; and nothing that was typed or could be used', async () => {
    const [email, fresh] = [newEmail(), 'an engine of numbers']
    const browser = world.front.browser('203.0.113.51')
    const lines = await world.attemptsIn(async () => {
      await browser.call('account.signUp', { name: 'Zerlina Marker', email, password })
      await browser.call('account.verifyEmail', { token: await world.front.linkTo(email, 'verify_email'), password })
      await browser.call('account.requestReset', { email })
      const token = await world.front.linkTo(email, 'password_reset')
      await browser.call('account.resetPassword', { token, password: fresh })
      await browser.call('account.signIn', { email, password: fresh })
      await browser.call('account.changePassword', { currentPassword: fresh, newPassword: password })
      await browser.call('account.signOut', {})
      await browser.call('account.signIn', { email, password })
      await browser.call('account.signOutEverywhere', {})
      await browser.call('account.signIn', { email, password })
      await browser.call('account.delete', { password })
    })
    const [all, told] = [lines.map(({ attempt, outcome }) => `${attempt} ${outcome}`), JSON.stringify(lines)]
    const names = 'signUp verifyEmail requestReset resetPassword signIn changePassword signOut signIn'
    expect(all).toEqual(`${names} signOutEverywhere signIn delete`.split(' ').map((name) => `${name} done`))
    const secrets = [email, 'Zerlina', password, fresh, '203.0.113.51', ...browser.jar.values()]
    expect(secrets.filter((text) => told.includes(text))).toEqual([])
  })
})

describe('what is stored', () => {
  test('an address book is its owner’s alone', async () => {
    const [ada, eve] = [await world.member(), await world.member()]
    await Promise.all([ada.signIn(), eve.signIn()])
    const address = { name: 'Ada', line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' }
    const { data: saved } = await ada.browser.call('account.saveAddress', address)
    expect((await ada.browser.ask('account.addresses')).data).toEqual([saved])
    expect(await eve.browser.call('account.saveAddress', { ...address, id: saved.id })).toMatchObject({ status: 404 })
    await eve.browser.call('account.removeAddress', { id: saved.id })
    await ada.browser.call('account.saveAddress', { ...address, id: saved.id, city: 'Wien' })
    expect((await ada.browser.ask('account.addresses')).data).toMatchObject([{ city: 'Wien' }])
  })

  test('of somebody who has left there is no name and no address, and orders hears of it', async () => {
    const { browser, email, signIn } = await world.member({ name: 'Zerlina Marker' })
    const { data } = await signIn()
    const address = { name: 'Zerlina Marker', line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' }
    await browser.call('account.saveAddress', address)
    await browser.call('account.requestReset', { email })
    expect(await browser.call('account.delete', { password })).toMatchObject({ status: 200 })
    expect([...browser.jar.keys()].filter((name) => name !== 'switchyard_guest')).toEqual([])
    expect(world.front.errands.at(-1)).toMatchObject({ kind: 'erase', payload: { owner: `shopper:${data.id}` } })
    expect(await world.grep(['Zerlina', email])).toEqual([])
    expect(await browser.call('account.signIn', { email, password })).toMatchObject({ status: 401 })
  })

  test('no password and no token of a link is in the database as it is', async () => {
    const { email } = await world.member()
    await world.front.browser().call('account.requestReset', { email })
    expect(await world.grep([password, await world.front.linkTo(email, 'password_reset')])).toEqual([])
  })
})
