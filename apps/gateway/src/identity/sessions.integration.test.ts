import { openIdentityDatabase } from '@switchyard/db/identity'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountWorld, newEmail, openAccountWorld, password } from '../testing/account-world.ts'

let world: AccountWorld
beforeAll(async () => {
  world = await openAccountWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

describe('a session that has ended', () => {
  /** Signed in at both gateways, and believed by both. */
  async function atBoth() {
    const ada = await world.member()
    await ada.signIn()
    const elsewhere = world.other.browser('203.0.113.8', new Map(ada.browser.jar))
    expect((await elsewhere.ask('account.me')).data).toMatchObject({ email: ada.email })
    return { ...ada, elsewhere }
  }

  /** Asks until it is refused; when it was let in last, counted from now. */
  async function lastLetInMs(browser: ReturnType<AccountWorld['front']['browser']>): Promise<number> {
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
    const admin = world.front.browser()
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
    const second = world.front.browser()
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
    await world.database.pool.query(`UPDATE sessions SET ${then} WHERE ${mine}`)
    await expect
      .poll(async () => (await browser.ask('account.sessions')).status, { interval: 50, timeout: 10_000 })
      .toBe(401)
  })

  test('one that is used lives on, for seven days from its last use', async () => {
    const { browser, email } = await atBoth()
    const ofEmail = 'FROM users u WHERE u.id = s.user_id AND u.email = $1'
    const aged = `UPDATE sessions s SET updated_at = now() - interval '6 days', expires_at = now() + interval '1 day' ${ofEmail}`
    await world.database.pool.query(aged, [email])
    const left = async () => {
      await browser.ask('account.me')
      const days = 'extract(epoch FROM s.expires_at - now()) / 86400 AS days'
      const { rows } = await world.database.pool.query(
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
    const stranger = await world.member()
    await stranger.signIn()
    expect(await stranger.browser.call('account.endSession', { id: session?.id })).toMatchObject({ status: 200 })
    expect((await browser.ask('account.sessions')).status).toBe(200)
  })

  test('while the database is away nobody is taken for a guest: whoever is signed in hears 503', async () => {
    const { browser } = await atBoth()
    const database = openIdentityDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', connectMs: 200 })
    await using away = await world.gateway(database)
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
