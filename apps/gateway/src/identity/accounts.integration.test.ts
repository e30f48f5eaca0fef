import { randomUUID } from 'node:crypto'
import { type IdentityDatabase, openIdentityDatabase } from '@switchyard/db/identity'
import { createScratchDatabase, type ScratchDatabase } from '@switchyard/db/scratch-database'
import { seedIdentity } from '@switchyard/db/seed/identity'
import { testRedisUrl, wipe } from '@switchyard/messaging/testing/redis'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Front, openFront } from '../testing/front.ts'

const password = 'a long enough password'
const redisPrefix = `accounts-${randomUUID().slice(0, 8)}`
let scratch: ScratchDatabase
let database: IdentityDatabase
let front: Front
let other: Front

beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'identity', adminUrl: process.env.TEST_DATABASE_URL })
  database = openIdentityDatabase({ url: scratch.url, max: 8, connectMs: 10_000 })
  await seedIdentity({ pool: database.pool, partnerKey: 'key', demoAccounts: true })
  const means = { database, redisUrl: testRedisUrl(), redisPrefix, clock }
  front = await openFront(means)
  other = await openFront(means)
})
afterAll(async () => {
  await Promise.all([front[Symbol.asyncDispose](), other[Symbol.asyncDispose]()])
  await database.close()
  await scratch[Symbol.asyncDispose]()
  await wipe(redisPrefix)
})

const newEmail = () => `ada-${randomUUID().slice(0, 8)}@example.test`
/** Opens an account, confirmed by its mail, in a browser of its own. */
async function member({ email = newEmail(), name = 'Ada Example' } = {}) {
  const browser = front.browser()
  await browser.call('account.signUp', { name, email, password })
  await browser.call('account.verifyEmail', { token: await front.linkTo(email, 'verify_email'), password })
  return { email, browser, signIn: () => browser.call('account.signIn', { email, password }) }
}

describe('signing up', () => {
  test('opens an account once the mailed link was followed, and the link works once', async () => {
    const email = newEmail()
    const browser = front.browser()
    expect(await browser.call('account.signUp', { name: 'Ada', email, password })).toMatchObject({
      status: 200,
      data: {},
    })
    expect(await browser.call('account.signIn', { email, password })).toMatchObject({ status: 401 })
    const token = await front.linkTo(email, 'verify_email')
    expect(await browser.call('account.verifyEmail', { token, password })).toMatchObject({ status: 200 })
    expect(await browser.call('account.verifyEmail', { token, password })).toMatchObject({
      status: 404,
      code: 'not_found',
    })
    expect(await browser.call('account.signIn', { email, password })).toMatchObject({
      status: 200,
      data: { email, name: 'Ada', role: 'shopper' },
    })
    expect((await browser.ask('account.me')).data).toMatchObject({ email })
  })

  test('answers the same for an address that is taken, changes nothing, and tells its owner', async () => {
    const { email, signIn } = await member()
    const stranger = front.browser()
    const again = await stranger.call('account.signUp', { name: 'Mallory', email, password: 'another password' })
    expect([again.status, again.data]).toEqual([200, {}])
    await expect
      .poll(() => front.mails.filter(({ to }) => to === email).map(({ kind }) => kind))
      .toEqual(['verify_email', 'address_taken'])
    expect(await stranger.call('account.signIn', { email, password: 'another password' })).toMatchObject({
      status: 401,
    })
    expect(await signIn()).toMatchObject({ status: 200 })
  })

  test('twice at the same moment opens one account', async () => {
    const email = newEmail()
    const input = { name: 'Ada', email, password }
    const answers = await Promise.all([1, 2].map(() => front.browser().call('account.signUp', input)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    await front.browser().call('account.verifyEmail', { token: await front.linkTo(email, 'verify_email'), password })
    expect(await front.browser().call('account.signIn', { email, password })).toMatchObject({ status: 200 })
  })

  test('whoever confirms an address gets the password that was set last, not one that a stranger set before', async () => {
    const email = newEmail()
    await front.browser().call('account.signUp', { name: 'Mallory', email, password: 'what mallory chose' })
    const early = await front.linkTo(email, 'verify_email')
    const { browser } = await member({ email })
    expect(await browser.call('account.verifyEmail', { token: early, password })).toMatchObject({ status: 404 })
    expect(await browser.call('account.signIn', { email, password: 'what mallory chose' })).toMatchObject({
      status: 401,
    })
  })

  test('a confirmation that nobody asked for opens nothing: it takes the password that was chosen with it', async () => {
    const email = newEmail()
    await front.browser().call('account.signUp', { name: 'Mallory', email, password: 'what mallory chose' })
    const token = await front.linkTo(email, 'verify_email')
    const owner = front.browser()
    const refused = await owner.call('account.verifyEmail', { token, password })
    expect(refused).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await front.browser().call('account.signIn', { email, password: 'what mallory chose' })).toMatchObject({
      status: 401,
    })
    // Whoever reads the mail can still have the address, under a password of their own.
    expect(await (await member({ email })).signIn()).toMatchObject({ status: 200 })
  })

  test('a link takes five passwords in a quarter of an hour, is not used up by them, and sign-in counts apart', async () => {
    const email = newEmail()
    await front.browser().call('account.signUp', { name: 'Ada', email, password })
    const token = await front.linkTo(email, 'verify_email')
    const guesser = front.browser()
    const guess = () => guesser.call('account.verifyEmail', { token, password: 'a guess' })
    const met: number[] = []
    for (let tries = 0; tries < 6; tries += 1) met.push((await guess()).status)
    expect(met).toEqual([401, 401, 401, 401, 401, 429])
    expect(await guesser.call('account.signIn', { email, password: 'a guess' })).toMatchObject({ status: 401 })
  })

  test.each([{ role: 'admin' }, { emailVerified: true }])('takes no %o from whoever signs up', async (more) => {
    const input = { name: 'Ada', email: newEmail(), password, ...more }
    expect(await front.browser().call('account.signUp', input)).toMatchObject({ status: 400, code: 'invalid_input' })
  })
})

describe('signing in', () => {
  test('says the same to a wrong password, an unknown address and one that was not confirmed', async () => {
    const { email } = await member()
    const unconfirmed = newEmail()
    const browser = front.browser()
    await browser.call('account.signUp', { name: 'Ada', email: unconfirmed, password })
    const answers = await Promise.all([
      browser.call('account.signIn', { email, password: 'wrong' }),
      browser.call('account.signIn', { email: newEmail(), password }),
      browser.call('account.signIn', { email: unconfirmed, password }),
    ])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  test('gives a session a new id each time, and ends the one that this browser had', async () => {
    const { browser, signIn } = await member()
    await signIn()
    const before = browser.jar.get('switchyard_session')
    await signIn()
    expect(browser.jar.get('switchyard_session')).not.toBe(before)
    expect((await browser.ask('account.sessions')).data).toMatchObject([{ current: true, device: 'Testing/1.0' }])
  })

  test('works over REST too, and out again', async () => {
    const { browser, email } = await member()
    const reply = await browser.send('POST', '/api/v2/sessions', { email, password })
    expect([reply.status, await reply.json()]).toMatchObject([201, { email }])
    expect(reply.headers.getSetCookie().find((line) => line.startsWith('switchyard_session='))).toMatch(
      /; Path=\/; HttpOnly; SameSite=Lax/,
    )
    expect((await browser.ask('account.me')).data).toMatchObject({ email })
    expect((await browser.send('DELETE', '/api/v2/sessions')).status).toBe(200)
    expect((await browser.ask('account.me')).data).toEqual({})
  })

  test('hands the guest of this browser over to the account, once', async () => {
    const { browser, signIn } = await member()
    await browser.ask('cart.get')
    const guest = browser.jar.get('switchyard_guest')?.split('.')[0]
    const { data } = await signIn()
    expect(front.errands.filter(({ kind }) => kind === 'adopt').at(-1)).toEqual(
      expect.objectContaining({ payload: { guest: `guest:${guest}`, owner: `shopper:${data.id}` } }),
    )
    expect(browser.jar.has('switchyard_guest')).toBe(false)
    const before = front.errands.length
    await signIn()
    expect(front.errands).toHaveLength(before)
  })

  test('works while orders is away; mails and the guest’s bag follow when it is back', async () => {
    const { browser, signIn, email } = await member()
    await browser.ask('cart.get')
    front.orders.away = true
    try {
      expect(await signIn()).toMatchObject({ status: 200 })
      await browser.call('account.requestReset', { email })
      expect(front.mails.some(({ to, kind }) => to === email && kind === 'password_reset')).toBe(false)
    } finally {
      front.orders.away = false
    }
    await database.pool.query('UPDATE errands SET due_at = now()')
    await front.sweep()
    expect(await front.linkTo(email, 'password_reset')).toBeTruthy()
    expect(front.errands.at(-1)?.kind === 'adopt' || front.errands.at(-2)?.kind === 'adopt').toBe(true)
    expect((await database.pool.query('SELECT count(*) AS waiting FROM errands')).rows).toEqual([{ waiting: 0 }])
  })

  test('an errand is run once, however many gateways sweep at the same moment', async () => {
    const { email } = await member()
    front.orders.away = true
    await front.browser().call('account.requestReset', { email })
    front.orders.away = false
    await database.pool.query('UPDATE errands SET due_at = now()')
    await Promise.all([front.sweep(), other.sweep(), front.sweep()])
    const resets = [...front.mails, ...other.mails].filter(({ to, kind }) => to === email && kind === 'password_reset')
    expect(resets).toHaveLength(1)
  })

  test.each(['shopper', 'staff', 'admin'])('%s@halftone.test is there to try the shop with', async (role) => {
    const signedIn = await front
      .browser()
      .call('account.signIn', { email: `${role}@halftone.test`, password: 'halftone-demo' })
    expect(signedIn).toMatchObject({ status: 200, data: { role } })
  })
})

describe('a session that has ended', () => {
  /** Signed in at both gateways, and believed by both. */
  async function atBoth() {
    const ada = await member()
    await ada.signIn()
    const elsewhere = other.browser('203.0.113.8', new Map(ada.browser.jar))
    expect((await elsewhere.ask('account.me')).data).toMatchObject({ email: ada.email })
    return { ...ada, elsewhere }
  }

  /** Asks until it is refused; when it was let in last, counted from now. */
  async function lastLetInMs(browser: ReturnType<Front['browser']>): Promise<number> {
    const sinceMs = performance.now()
    let lastMs = 0
    const ask = async () => {
      const askedMs = performance.now() - sinceMs
      const { status } = await browser.ask('account.sessions')
      if (status === 200) lastMs = askedMs
      return status
    }
    await expect.poll(ask, { interval: 20, timeout: 10_000 }).toBe(401)
    return lastMs
  }

  test.each([
    ['signing out', 'account.signOut', {}],
    ['signing out everywhere', 'account.signOutEverywhere', {}],
    [
      'a changed password',
      'account.changePassword',
      { currentPassword: password, newPassword: 'another long password' },
    ],
    ['a removed account', 'account.delete', { password }],
  ])('after %s is dead on every gateway within a second', async (_, operation, input) => {
    const { browser, elsewhere } = await atBoth()
    expect(await browser.call(operation, input)).toMatchObject({ status: 200 })
    expect(await lastLetInMs(elsewhere)).toBeLessThan(1_000)
  })

  test('after an admin has ended all of somebody’s is dead on every gateway within a second, and nobody else’s', async () => {
    const { email, browser, elsewhere } = await atBoth()
    const admin = front.browser()
    await admin.call('account.signIn', { email: 'admin@halftone.test', password: 'halftone-demo' })
    const end = (whose: string) => admin.call('account.endSessionsOf', { email: whose })
    expect(await end(email.toUpperCase())).toMatchObject({ status: 200, data: { ended: 1 } })
    const lastMs = await Promise.all([browser, elsewhere].map(lastLetInMs))
    expect(Math.max(...lastMs)).toBeLessThan(1_000)
    expect((await admin.ask('account.sessions')).status).toBe(200)
    expect(await end(email)).toMatchObject({ status: 200, data: { ended: 0 } })
    expect(await end(newEmail())).toMatchObject({ status: 404, code: 'not_found' })
  })

  test('one by one: the others live on', async () => {
    const { email, browser, elsewhere } = await atBoth()
    const second = front.browser()
    await second.call('account.signIn', { email, password })
    const sessions = (await browser.ask('account.sessions')).data as unknown as { id: string; current: boolean }[]
    const mine = sessions.find(({ current }) => current)
    await second.call('account.endSession', { id: mine?.id })
    await expect
      .poll(async () => (await elsewhere.ask('account.sessions')).status, { interval: 50, timeout: 10_000 })
      .toBe(401)
    expect((await second.ask('account.me')).data).toMatchObject({ email })
  })

  test.each([
    ['was not used for seven days', "updated_at = now() - interval '7 days', expires_at = now()"],
    ['began thirty days ago', "created_at = now() - interval '30 days'"],
  ])('one that %s is over', async (_, then) => {
    const { browser, email } = await atBoth()
    const mine = `token IN (SELECT token FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = '${email}')`
    await database.pool.query(`UPDATE sessions SET ${then} WHERE ${mine}`)
    await expect
      .poll(async () => (await browser.ask('account.sessions')).status, { interval: 50, timeout: 10_000 })
      .toBe(401)
  })

  test('one that is used lives on, for seven days from its last use', async () => {
    const { browser, email } = await atBoth()
    const ofEmail = 'FROM users u WHERE u.id = s.user_id AND u.email = $1'
    const aged = `UPDATE sessions s SET updated_at = now() - interval '6 days', expires_at = now() + interval '1 day' ${ofEmail}`
    await database.pool.query(aged, [email])
    const left = async () => {
      await browser.ask('account.me')
      const days = 'extract(epoch FROM s.expires_at - now()) / 86400 AS days'
      const { rows } = await database.pool.query(
        `SELECT ${days} FROM sessions s JOIN users u ON u.id = s.user_id AND u.email = $1`,
        [email],
      )
      return Number(rows[0].days)
    }
    await expect.poll(left, { interval: 100, timeout: 10_000 }).toBeGreaterThan(6.9)
  })

  test('nobody ends another’s session', async () => {
    const { browser } = await atBoth()
    const [session] = (await browser.ask('account.sessions')).data as unknown as { id: string }[]
    const stranger = await member()
    await stranger.signIn()
    expect(await stranger.browser.call('account.endSession', { id: session?.id })).toMatchObject({ status: 200 })
    expect((await browser.ask('account.sessions')).status).toBe(200)
  })

  test('while the database is away nobody is taken for a guest: whoever is signed in hears 503', async () => {
    const { browser } = await atBoth()
    const database = openIdentityDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', connectMs: 200 })
    await using away = await openFront({ database, redisUrl: testRedisUrl(), redisPrefix, clock })
    const signedIn = await away.browser('203.0.113.9', new Map(browser.jar)).ask('account.me')
    expect(signedIn).toMatchObject({ status: 503, code: 'unavailable', retryAfter: '1' })
    expect(await away.browser().ask('account.me')).toMatchObject({ status: 200 })
    await database.close()
  })

  test('a cookie that was changed is no session', async () => {
    const { browser } = await atBoth()
    const cookie = browser.jar.get('switchyard_session') ?? ''
    browser.jar.set('switchyard_session', `x${cookie}`)
    expect((await browser.ask('account.sessions')).status).toBe(401)
  })
})

describe('a password', () => {
  test('is set anew by a mailed link, once, which ends every session and lets the owner in at once', async () => {
    const { email, browser, signIn } = await member()
    await signIn()
    const lost = front.browser('203.0.113.99')
    for (let guess = 0; guess < 8; guess++) await front.browser().call('account.signIn', { email, password: 'guess' })
    expect(await lost.call('account.signIn', { email, password })).toMatchObject({ status: 429, code: 'rate_limited' })
    await lost.call('account.requestReset', { email })
    const token = await front.linkTo(email, 'password_reset')
    const fresh = 'entirely new password'
    expect(await lost.call('account.resetPassword', { token, password: fresh })).toMatchObject({ status: 200 })
    expect(await lost.call('account.resetPassword', { token, password: fresh })).toMatchObject({ status: 404 })
    await expect.poll(async () => (await browser.ask('account.sessions')).status, { timeout: 10_000 }).toBe(401)
    expect(await lost.call('account.signIn', { email, password: fresh })).toMatchObject({ status: 200 })
    await expect.poll(() => front.mails.at(-1)).toMatchObject({ to: email, kind: 'password_changed' })
  })

  test('of an address without an account is asked for with the same answer, and nothing is mailed', async () => {
    const email = newEmail()
    const answer = await front.browser().call('account.requestReset', { email })
    expect([answer.status, answer.data]).toEqual([200, {}])
    expect(front.mails.some(({ to }) => to === email)).toBe(false)
  })

  test('is changed by its owner while strangers have used up the tries, and no stolen session guesses for ever', async () => {
    const { email, browser, signIn } = await member()
    await signIn()
    const guess = () => front.browser().call('account.signIn', { email, password: 'guess' })
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
    const { email, browser, signIn } = await member()
    const leaked = 'Trustno1'
    const refused = { status: 400, code: 'invalid_input', detail: expect.stringContaining('a short sentence is good') }
    const newcomer = { name: 'Ada', email: newEmail(), password: leaked }
    expect(await front.browser().call('account.signUp', newcomer)).toMatchObject(refused)
    await signIn()
    const change = { currentPassword: password, newPassword: leaked }
    expect(await browser.call('account.changePassword', change)).toMatchObject(refused)
    await browser.call('account.requestReset', { email })
    const token = await front.linkTo(email, 'password_reset')
    expect(await browser.call('account.resetPassword', { token, password: leaked })).toMatchObject(refused)
    expect(await signIn()).toMatchObject({ status: 200 })
    expect(await browser.call('account.resetPassword', { token, password: 'an entirely new one' })).toMatchObject({
      status: 200,
    })
  })

  test('is not changed by whoever does not know it', async () => {
    const { browser, signIn } = await member()
    await signIn()
    const input = { currentPassword: 'a guess', newPassword: 'another long password' }
    expect(await browser.call('account.changePassword', input)).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await browser.call('account.delete', { password: 'a guess' })).toMatchObject({ status: 401 })
    expect((await browser.ask('account.me')).status).toBe(200)
  })
})

describe('every attempt to say who one is', () => {
  /** The lines of the log that a deed leaves there. */
  async function attemptsIn(deed: () => Promise<unknown>) {
    const before = front.logged.length
    await deed()
    const lines = front.logged.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>)
    return lines.filter(({ attempt }) => attempt !== undefined)
  }

  test('stands in the log: who was meant, from where, with what, and how it ended', async () => {
    const { email, browser, signIn } = await member()
    const stranger = front.browser('203.0.113.50')
    const [guess] = await attemptsIn(() => stranger.call('account.signIn', { email, password: 'a guess' }))
    const [entry] = await attemptsIn(signIn)
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
    const [refused] = await attemptsIn(() => stranger.call('account.signIn', { email, password }))
    expect(refused).toMatchObject({ ...tried, outcome: 'rate_limited', place: guess?.place })
    const key = { authorization: 'Bearer sk_none', 'x-ingress-secret': 'ingress', 'x-forwarded-for': '203.0.113.50' }
    const [bad] = await attemptsIn(() => fetch(`${front.url}/api/v2/products`, { headers: key }))
    expect(bad).toMatchObject({ attempt: 'apiKey', outcome: 'unauthenticated', factor: 'key', place: guess?.place })
  })

  test('also what follows: out again, a new password, an end; and nothing that was typed or could be used', async () => {
    const [email, fresh] = [newEmail(), 'an engine of numbers']
    const browser = front.browser('203.0.113.51')
    const lines = await attemptsIn(async () => {
      await browser.call('account.signUp', { name: 'Zerlina Marker', email, password })
      await browser.call('account.verifyEmail', { token: await front.linkTo(email, 'verify_email'), password })
      await browser.call('account.requestReset', { email })
      const token = await front.linkTo(email, 'password_reset')
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
    const [ada, eve] = [await member(), await member()]
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
    const { browser, email, signIn } = await member({ name: 'Zerlina Marker' })
    const { data } = await signIn()
    const address = { name: 'Zerlina Marker', line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' }
    await browser.call('account.saveAddress', address)
    await browser.call('account.requestReset', { email })
    expect(await browser.call('account.delete', { password })).toMatchObject({ status: 200 })
    expect([...browser.jar.keys()].filter((name) => name !== 'switchyard_guest')).toEqual([])
    expect(front.errands.at(-1)).toMatchObject({ kind: 'erase', payload: { owner: `shopper:${data.id}` } })
    expect(await grep(['Zerlina', email])).toEqual([])
    expect(await browser.call('account.signIn', { email, password })).toMatchObject({ status: 401 })
  })

  test('no password and no token of a link is in the database as it is', async () => {
    const { email } = await member()
    await front.browser().call('account.requestReset', { email })
    expect(await grep([password, await front.linkTo(email, 'password_reset')])).toEqual([])
  })
})

/** The tables that have any of these texts somewhere. */
async function grep(texts: string[]): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const has = texts.map((_, index) => `t::text ILIKE '%' || $${index + 1} || '%'`).join(' OR ')
    const sql = `SELECT count(*) AS times FROM "${name}" AS t WHERE ${has}`
    const { rows: counted } = await database.pool.query<{ times: number }>(sql, texts)
    if (counted[0]?.times !== 0) found.push(name)
  }
  return found
}
