import { TOTP, URI } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountWorld, openAccountWorld, password } from '../testing/account-world.ts'

let world: AccountWorld
beforeAll(async () => {
  world = await openAccountWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const halfMinuteMs = 30_000
/** What an authenticator app shows, now or so many half minutes from now. */
const codeOf = (uri: string, later = 0) => {
  const app = URI.parse(uri)
  if (!(app instanceof TOTP)) throw new Error('this is no key of an app')
  return app.generate({ timestamp: Date.now() + later * halfMinuteMs })
}

type Browser = Awaited<ReturnType<AccountWorld['member']>>['browser']
const begin = async (browser: Browser) => {
  const { data } = await browser.call('account.beginSecondFactor', { password })
  return data as { uri: string; key: string; qr: string; recoveryCodes: string[] }
}
const stateOf = async (browser: Browser) => (await browser.ask('account.secondFactor')).data

/** Somebody who has one, signed in; its first code was used to turn it on. */
async function guardedMember() {
  const ada = await world.member()
  await ada.signIn()
  const { uri, recoveryCodes } = await begin(ada.browser)
  const usedCode = codeOf(uri)
  await ada.browser.call('account.turnOnSecondFactor', { code: usedCode })
  const [recoveryCode = ''] = recoveryCodes
  return { ...ada, uri, usedCode, recoveryCodes, recoveryCode }
}
const lastMailTo = (email: string) => expect.poll(() => world.front.mails.findLast(({ to }) => to === email))
const confirm = (browser: Browser, code: string) => browser.call('account.confirmSignIn', { code })

describe('turning it on', () => {
  test('takes the password and a first code; then it is on, this browser has another session, and no other has one', async () => {
    const ada = await world.member()
    const elsewhere = world.other.browser()
    await elsewhere.call('account.signIn', { email: ada.email, password })
    await ada.signIn()
    expect(await ada.browser.call('account.beginSecondFactor', { password: 'a guess' })).toMatchObject({ status: 401 })
    const { uri, key, qr, recoveryCodes } = await begin(ada.browser)
    expect(new URL(uri).searchParams.get('secret')).toBe(key)
    expect([key.length, qr.startsWith('<svg '), new Set(recoveryCodes).size]).toEqual([52, true, 10])
    for (const code of recoveryCodes) expect(code).toMatch(/^\w{5}-\w{5}$/)
    expect(await stateOf(ada.browser)).toEqual({ on: false, required: false, recoveryCodesLeft: 0 })
    expect(await ada.signIn()).toMatchObject({ status: 200 })
    const before = ada.browser.jar.get('switchyard_session')
    expect(await ada.browser.call('account.turnOnSecondFactor', { code: '000000' })).toMatchObject({ status: 401 })
    expect(await ada.browser.call('account.turnOnSecondFactor', { code: codeOf(uri) })).toMatchObject({ status: 200 })
    expect(ada.browser.jar.get('switchyard_session')).not.toBe(before)
    expect(await stateOf(ada.browser)).toEqual({ on: true, required: false, recoveryCodesLeft: 10 })
    await expect.poll(async () => (await elsewhere.ask('account.sessions')).status).toBe(401)
    await lastMailTo(ada.email).toMatchObject({ kind: 'second_factor_on' })
    expect(await ada.browser.call('account.beginSecondFactor', { password })).toMatchObject({ status: 403 })
  })

  test('may be begun by several at once; the last key counts', async () => {
    const ada = await world.member()
    await ada.signIn()
    const asked = [1, 2, 3, 4].map(() => ada.browser.call('account.beginSecondFactor', { password }))
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { uri } = await begin(ada.browser)
    expect(await ada.browser.call('account.turnOnSecondFactor', { code: codeOf(uri) })).toMatchObject({ status: 200 })
  })

  test('leaves neither the key nor a recovery code in the database as it is', async () => {
    const { uri, recoveryCodes } = await guardedMember()
    const key = new URL(uri).searchParams.get('secret') ?? ''
    const secret = Buffer.from(URI.parse(uri).secret.bytes).toString()
    expect(await world.grep([key, secret, ...recoveryCodes])).toEqual([])
  })
})

describe('signing in', () => {
  test('takes the password, and then a code: there is no session in between', async () => {
    const { email, uri } = await guardedMember()
    const browser = world.front.browser()
    await browser.ask('cart.get')
    const adopted = () => world.front.errands.filter(({ kind }) => kind === 'adopt').length
    const before = adopted()
    const asked = await browser.call('account.signIn', { email, password })
    expect(asked).toMatchObject({ status: 401, code: 'second_factor_asked' })
    expect([browser.jar.has('switchyard_session'), browser.jar.has('switchyard_device'), adopted()]).toEqual([
      false,
      false,
      before,
    ])
    expect((await browser.ask('account.me')).data).toEqual({})
    expect(await confirm(browser, codeOf(uri, 1))).toMatchObject({ status: 200, data: { email } })
    expect([adopted(), browser.jar.has('switchyard_challenge')]).toEqual([before + 1, false])
    expect((await browser.ask('account.sessions')).data).toMatchObject([{ device: 'Testing/1.0' }, {}])
  })

  test('takes a code once: not the one that turned it on, and of two at the same moment one', async () => {
    const { email, uri, usedCode } = await guardedMember()
    const [one, two] = [world.front.browser(), world.other.browser()]
    for (const browser of [one, two]) await browser.call('account.signIn', { email, password })
    expect(await confirm(one, usedCode)).toMatchObject({ status: 401, code: 'unauthenticated' })
    const code = codeOf(uri, 1)
    const answers = await Promise.all([confirm(one, code), confirm(two, code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  test('takes no code of a minute ago or of one from now', async () => {
    const { browser, uri, signIn } = await guardedMember()
    await signIn()
    for (const later of [-2, 3]) expect(await confirm(browser, codeOf(uri, later))).toMatchObject({ status: 401 })
  })

  test('takes each recovery code once, in place of the app, and its owner hears of it', async () => {
    const { email, browser, recoveryCode, signIn } = await guardedMember()
    await signIn()
    expect(await confirm(browser, recoveryCode)).toMatchObject({ status: 200 })
    const text = expect.stringContaining('9 of them are left')
    await lastMailTo(email).toMatchObject({ kind: 'recovery_code_used', text })
    expect(await stateOf(browser)).toMatchObject({ recoveryCodesLeft: 9 })
    await signIn()
    expect(await confirm(browser, recoveryCode)).toMatchObject({ status: 401 })
  })

  test('of a code that fits nobody’s challenge, or comes without one, says only to begin anew', async () => {
    const { uri } = await guardedMember()
    const browser = world.front.browser()
    expect(await confirm(browser, codeOf(uri, 1))).toMatchObject({ status: 401, code: 'unauthenticated' })
    browser.jar.set('switchyard_challenge', '2fa-made-up.signature')
    expect(await confirm(browser, codeOf(uri, 1))).toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  test('takes no challenge that another secret signed', async () => {
    const { email, uri } = await guardedMember()
    const browser = world.front.browser()
    await browser.call('account.signIn', { email, password })
    const challenge = browser.jar.get('switchyard_challenge')?.replace(/[^.]+$/, 'A'.repeat(43)) ?? ''
    browser.jar.set('switchyard_challenge', challenge)
    expect(await confirm(browser, codeOf(uri, 1))).toMatchObject({ status: 401 })
    expect(browser.jar.has('switchyard_session')).toBe(false)
  })

  test('looks at five codes in a quarter of an hour, from wherever, and the owner’s device gets in all the same', async () => {
    const { email, browser, uri, signIn } = await guardedMember()
    const met: number[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      const thief = (tries % 2 ? world.front : world.other).browser(`203.0.113.${tries}`)
      const { status } = await thief.call('account.signIn', { email, password })
      met.push(status === 429 ? status : (await confirm(thief, `00000${tries}`)).status)
    }
    expect(met).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    await signIn()
    expect(await confirm(browser, codeOf(uri, 1))).toMatchObject({ status: 200 })
  })

  test('after a new password by mail asks for the code as before', async () => {
    const { email, uri } = await guardedMember()
    const browser = world.front.browser()
    await browser.call('account.requestReset', { email })
    const fresh = 'entirely new password'
    await browser.call('account.resetPassword', {
      token: await world.front.linkTo(email, 'password_reset'),
      password: fresh,
    })
    expect(await browser.call('account.signIn', { email, password: fresh })).toMatchObject({
      code: 'second_factor_asked',
    })
    expect(await confirm(browser, codeOf(uri, 1))).toMatchObject({ status: 200 })
  })

  test('works over REST too', async () => {
    const { email, recoveryCode } = await guardedMember()
    const browser = world.front.browser()
    const asked = await browser.send('POST', '/api/v2/sessions', { email, password })
    expect([asked.status, await asked.json()]).toMatchObject([401, { code: 'second_factor_asked' }])
    const reply = await browser.send('POST', '/api/v2/sessions/confirm', { code: recoveryCode })
    expect([reply.status, await reply.json()]).toMatchObject([201, { email }])
  })
})

describe('once it is on', () => {
  test('new recovery codes take the password, and those from before open nothing', async () => {
    const { email, browser, recoveryCode, signIn } = await guardedMember()
    expect(await browser.call('account.renewRecoveryCodes', { password: 'a guess' })).toMatchObject({ status: 401 })
    const { data } = await browser.call('account.renewRecoveryCodes', { password })
    const [fresh = ''] = data.recoveryCodes as string[]
    await lastMailTo(email).toMatchObject({ kind: 'recovery_codes_renewed' })
    await signIn()
    expect(await confirm(browser, recoveryCode)).toMatchObject({ status: 401 })
    expect(await confirm(browser, fresh)).toMatchObject({ status: 200 })
  })

  test('it is turned off by the password and a code, of which a wrong password uses none up', async () => {
    const { email, browser, uri, signIn } = await guardedMember()
    const code = codeOf(uri, 1)
    const off = (input: object) => browser.call('account.turnOffSecondFactor', input)
    expect(await off({ password: 'a guess', code })).toMatchObject({ status: 401 })
    expect(await off({ password, code: '000000' })).toMatchObject({ status: 401 })
    expect(await off({ password, code })).toMatchObject({ status: 200 })
    await lastMailTo(email).toMatchObject({ kind: 'second_factor_off' })
    expect(await stateOf(browser)).toMatchObject({ on: false })
    expect(await signIn()).toMatchObject({ status: 200 })
  })

  test('its secret leaves with its owner', async () => {
    const { browser } = await guardedMember()
    const { data } = await browser.ask('account.me')
    await browser.call('account.delete', { password })
    const { rows } = await world.database.pool.query(
      'SELECT user_id::text FROM two_factors UNION ALL SELECT value FROM verifications',
    )
    expect(rows.filter(({ user_id }) => user_id === data.id)).toEqual([])
  })

  test('every attempt stands in the log: whose it was, with what, and how it ended; and nothing that was typed', async () => {
    const { email, browser, uri, recoveryCode, signIn } = await guardedMember()
    const { id } = (await browser.ask('account.me')).data
    const code = codeOf(uri, 1)
    const lines = await world.attemptsIn(async () => {
      await signIn()
      await confirm(browser, '000000')
      await confirm(browser, code)
      await browser.call('account.turnOffSecondFactor', { password, code: recoveryCode })
    })
    const told = lines.map(({ attempt, outcome, factor, person }) => [attempt, outcome, factor, person === id])
    expect(told).toEqual([
      ['signIn', 'second_factor_asked', 'password', true],
      ['confirmSignIn', 'unauthenticated', 'code', true],
      ['confirmSignIn', 'done', 'code', true],
      ['turnOffSecondFactor', 'done', 'password and recovery code', true],
    ])
    const typed = [email, password, code, recoveryCode, ...browser.jar.values()]
    expect(typed.filter((text) => JSON.stringify(lines).includes(text))).toEqual([])
  })
})

describe('an admin', () => {
  test('takes it away from whoever has lost it: the password opens the account again, and its sessions are over', async () => {
    const { email, browser, signIn } = await guardedMember()
    const admin = world.front.browser()
    await admin.call('account.signIn', { email: 'admin@halftone.test', password: 'halftone-demo' })
    const remove = (whose: string) => admin.call('account.removeSecondFactorOf', { email: whose })
    expect(await remove(email.toUpperCase())).toMatchObject({ status: 200, data: { removed: true } })
    await expect.poll(async () => (await browser.ask('account.sessions')).status).toBe(401)
    expect(await signIn()).toMatchObject({ status: 200 })
    expect(await remove(email)).toMatchObject({ data: { removed: false } })
    const told = () => world.front.mails.filter(({ kind, to }) => to === email && kind === 'second_factor_off').length
    await expect.poll(told).toBe(1)
    expect(await remove('nobody@example.test')).toMatchObject({ status: 404 })
  })
})
