import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountWorld, newEmail, openAccountWorld, password } from '../testing/account-world.ts'

let world: AccountWorld
beforeAll(async () => {
  world = await openAccountWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

describe('signing up', () => {
  test('opens an account once the mailed link was followed, and the link works once', async () => {
    const email = newEmail()
    const browser = world.front.browser()
    expect(await browser.call('account.signUp', { name: 'Ada', email, password })).toMatchObject({
      status: 200,
      data: {},
    })
    expect(await browser.call('account.signIn', { email, password })).toMatchObject({ status: 401 })
    const token = await world.front.linkTo(email, 'verify_email')
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
    const { email, signIn } = await world.member()
    const stranger = world.front.browser()
    const again = await stranger.call('account.signUp', { name: 'Mallory', email, password: 'another password' })
    expect([again.status, again.data]).toEqual([200, {}])
    await expect
      .poll(() => world.front.mails.filter(({ to }) => to === email).map(({ kind }) => kind))
      .toEqual(['verify_email', 'address_taken'])
    expect(await stranger.call('account.signIn', { email, password: 'another password' })).toMatchObject({
      status: 401,
    })
    expect(await signIn()).toMatchObject({ status: 200 })
  })

  test('twice at the same moment opens one account', async () => {
    const email = newEmail()
    const input = { name: 'Ada', email, password }
    const answers = await Promise.all([1, 2].map(() => world.front.browser().call('account.signUp', input)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    await world.front
      .browser()
      .call('account.verifyEmail', { token: await world.front.linkTo(email, 'verify_email'), password })
    expect(await world.front.browser().call('account.signIn', { email, password })).toMatchObject({ status: 200 })
  })

  test('whoever confirms an address gets the password that was set last, not one that a stranger set before', async () => {
    const email = newEmail()
    await world.front.browser().call('account.signUp', { name: 'Mallory', email, password: 'what mallory chose' })
    const early = await world.front.linkTo(email, 'verify_email')
    const { browser } = await world.member({ email })
    expect(await browser.call('account.verifyEmail', { token: early, password })).toMatchObject({ status: 404 })
    expect(await browser.call('account.signIn', { email, password: 'what mallory chose' })).toMatchObject({
      status: 401,
    })
  })

  test('a confirmation that nobody asked for opens nothing: it takes the password that was chosen with it', async () => {
    const email = newEmail()
    await world.front.browser().call('account.signUp', { name: 'Mallory', email, password: 'what mallory chose' })
    const token = await world.front.linkTo(email, 'verify_email')
    const owner = world.front.browser()
    const refused = await owner.call('account.verifyEmail', { token, password })
    expect(refused).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await world.front.browser().call('account.signIn', { email, password: 'what mallory chose' })).toMatchObject(
      {
        status: 401,
      },
    )
    // Whoever reads the mail can still have the address, under a password of their own.
    expect(await (await world.member({ email })).signIn()).toMatchObject({ status: 200 })
  })

  test('a link takes five passwords in a quarter of an hour, is not used up by them, and sign-in counts apart', async () => {
    const email = newEmail()
    await world.front.browser().call('account.signUp', { name: 'Ada', email, password })
    const token = await world.front.linkTo(email, 'verify_email')
    const guesser = world.front.browser()
    const guess = () => guesser.call('account.verifyEmail', { token, password: 'a guess' })
    const met: number[] = []
    for (let tries = 0; tries < 6; tries += 1) met.push((await guess()).status)
    expect(met).toEqual([401, 401, 401, 401, 401, 429])
    expect(await guesser.call('account.signIn', { email, password: 'a guess' })).toMatchObject({ status: 401 })
  })

  test.each([{ role: 'admin' }, { emailVerified: true }])('takes no %o from whoever signs up', async (more) => {
    const input = { name: 'Ada', email: newEmail(), password, ...more }
    expect(await world.front.browser().call('account.signUp', input)).toMatchObject({
      status: 400,
      code: 'invalid_input',
    })
  })
})

describe('signing in', () => {
  test('says the same to a wrong password, an unknown address and one that was not confirmed', async () => {
    const { email } = await world.member()
    const unconfirmed = newEmail()
    const browser = world.front.browser()
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
    const { browser, signIn } = await world.member()
    await signIn()
    const before = browser.jar.get('switchyard_session')
    await signIn()
    expect(browser.jar.get('switchyard_session')).not.toBe(before)
    expect((await browser.ask('account.sessions')).data).toMatchObject([{ current: true, device: 'Testing/1.0' }])
  })

  test('works over REST too, and out again', async () => {
    const { browser, email } = await world.member()
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
    const { browser, signIn } = await world.member()
    await browser.ask('cart.get')
    const guest = browser.jar.get('switchyard_guest')?.split('.')[0]
    const { data } = await signIn()
    expect(world.front.errands.filter(({ kind }) => kind === 'adopt').at(-1)).toEqual(
      expect.objectContaining({ payload: { guest: `guest:${guest}`, owner: `shopper:${data.id}` } }),
    )
    expect(browser.jar.has('switchyard_guest')).toBe(false)
    const before = world.front.errands.length
    await signIn()
    expect(world.front.errands).toHaveLength(before)
  })

  test('works while orders is away; mails and the guest’s bag follow when it is back', async () => {
    const { browser, signIn, email } = await world.member()
    await browser.ask('cart.get')
    world.front.orders.away = true
    try {
      expect(await signIn()).toMatchObject({ status: 200 })
      await browser.call('account.requestReset', { email })
      expect(world.front.mails.some(({ to, kind }) => to === email && kind === 'password_reset')).toBe(false)
    } finally {
      world.front.orders.away = false
    }
    await world.makeErrandsDue()
    await world.front.sweep()
    expect(await world.front.linkTo(email, 'password_reset')).toBeTruthy()
    expect(world.front.errands.at(-1)?.kind === 'adopt' || world.front.errands.at(-2)?.kind === 'adopt').toBe(true)
    expect((await world.database.pool.query('SELECT count(*) AS waiting FROM errands')).rows).toEqual([{ waiting: 0 }])
  })

  test('an errand is run once, however many gateways sweep at the same moment', async () => {
    const { email } = await world.member()
    world.front.orders.away = true
    await world.front.browser().call('account.requestReset', { email })
    world.front.orders.away = false
    await world.makeErrandsDue()
    await Promise.all([world.front.sweep(), world.other.sweep(), world.front.sweep()])
    const resets = [...world.front.mails, ...world.other.mails].filter(
      ({ to, kind }) => to === email && kind === 'password_reset',
    )
    expect(resets).toHaveLength(1)
  })

  test.each(['shopper', 'staff', 'admin'])('%s@halftone.test is there to try the shop with', async (role) => {
    const signedIn = await world.front
      .browser()
      .call('account.signIn', { email: `${role}@halftone.test`, password: 'halftone-demo' })
    expect(signedIn).toMatchObject({ status: 200, data: { role } })
  })
})
