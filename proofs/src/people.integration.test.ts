import { createHash, randomUUID } from 'node:crypto'
import { testRedisUrl } from '@switchyard/messaging/testing/redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FrontDoor, openFrontDoor } from './front-door.ts'
import { checkout } from './grants/things.ts'

let door: FrontDoor
beforeAll(async () => {
  door = await openFrontDoor({ adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() })
})
afterAll(() => door[Symbol.asyncDispose]())

const password = 'a long enough password'

/** Somebody with a browser that keeps cookies. */
function visitor() {
  const jar = new Map<string, string>()
  const headers = () => ({
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  })
  const read = async (reply: Response) => {
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const { result, error } = (await reply.json()) as { result?: { data: unknown }; error?: { data: { code: string } } }
    if (error) throw new Error(error.data.code)
    return result?.data as Record<string, never>
  }
  const path = (operation: string) => `/trpc/v2/${operation}`
  return {
    ask: async (operation: string, input: object = {}) =>
      read(
        await door.ask(`${path(operation)}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers: headers() }),
      ),
    tell: async (operation: string, input: object = {}) =>
      read(await door.ask(path(operation), { method: 'POST', body: JSON.stringify(input), headers: headers() })),
  }
}

/** What the newest mail to an address links to. */
async function linkTo(email: string): Promise<string> {
  const { rows } = await door.databases.orders.query<{ text: string }>(
    'SELECT text FROM account_mails WHERE recipient = $1 ORDER BY at DESC LIMIT 1',
    [email],
  )
  return /token=(\S+)/.exec(rows[0]?.text ?? '')?.[1] ?? ''
}

/** Opens an account, as its owner would. */
async function member(name = 'Ada Example') {
  const email = `${randomUUID().slice(0, 8)}@example.test`
  const browser = visitor()
  await browser.tell('account.signUp', { name, email, password })
  await expect.poll(() => linkTo(email)).not.toBe('')
  await browser.tell('account.verifyEmail', { token: await linkTo(email), password })
  return { email, browser, signIn: () => browser.tell('account.signIn', { email, password }) }
}

describe('a guest who signs in', () => {
  test('brings bag and orders along, and does not double them by signing in again', async () => {
    const { browser, signIn } = await member()
    await browser.tell('cart.set', { lines: [{ sku: 'contour-no-2-a2', quantity: 2 }] })
    const { orderId } = await browser.tell('orders.place', checkout)
    await signIn()
    for (let again = 0; again < 2; again += 1) {
      expect((await browser.ask('cart.get')).lines).toMatchObject([{ sku: 'contour-no-2-a2', quantity: 2 }])
      expect(await browser.ask('orders.byId', { orderId })).toMatchObject({ orderId })
      await signIn()
    }
    await expect.poll(async () => (await browser.ask('orders.list')).items).toMatchObject([{ orderId }])
  })

  test('leaves nothing of theirs to whoever comes after them in the same browser', async () => {
    const { browser, signIn } = await member()
    await browser.tell('cart.set', { lines: [{ sku: 'contour-no-2-a2', quantity: 2 }] })
    const { orderId } = await browser.tell('orders.place', checkout)
    await signIn()
    await browser.tell('account.signOut')
    expect((await browser.ask('cart.get')).lines).toEqual([])
    await expect(browser.ask('orders.byId', { orderId })).rejects.toThrow('not_found')
  })
})

test('whoever leaves is in no database of ours any more, while their orders are kept', async () => {
  const marker = `Zerlina${randomUUID().slice(0, 8)}`
  const { email, browser, signIn } = await member(marker)
  const contact = { name: marker, email }
  const address = { ...checkout.address, line1: `${marker} Lane 1` }
  const asGuest = await browser.tell('orders.place', { ...checkout, contact, address })
  await signIn()
  const placed = await browser.tell('orders.place', { ...checkout, contact, address })
  await browser.tell('account.saveAddress', { name: marker, ...address })
  await browser.tell('cart.set', { lines: [{ sku: 'contour-no-2-a2', quantity: 1 }] })
  const isConfirmed = async (orderId: string) => (await browser.ask('orders.byId', { orderId })).status
  await expect.poll(() => isConfirmed(placed.orderId ?? ''), { timeout: 20_000 }).toBe('confirmed')
  expect(await tablesWith([marker, email])).toEqual(expect.arrayContaining(['orders.orders', 'identity.users']))

  await browser.tell('account.delete', { password })
  await expect.poll(() => tablesWith([marker, email]), { timeout: 20_000 }).toEqual([])
  const hash = createHash('sha256').update(email).digest('hex')
  expect((await tablesWith([hash])).filter((table) => table !== 'identity.errands')).toEqual([])

  for (const { orderId, accessToken } of [asGuest, placed]) {
    const order = await visitor().ask('orders.byId', { orderId, accessToken })
    expect(order).toMatchObject({ orderId, contact: { name: 'removed' }, lines: [{ sku: 'contour-no-2-a2' }] })
  }
  await expect(signIn()).rejects.toThrow('unauthenticated')
}, 60_000)

/** Every table of every database that has any of these texts somewhere. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const [owner, pool] of Object.entries({ ...door.databases, identity: door.identity.pool })) {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    for (const { name } of rows) {
      const has = texts.map((_, index) => `t::text ILIKE '%' || $${index + 1} || '%'`).join(' OR ')
      const counted = await pool.query<{ times: number }>(`SELECT count(*) AS times FROM "${name}" t WHERE ${has}`, [
        ...texts,
      ])
      if (counted.rows[0]?.times !== 0) found.push(`${owner}.${name}`)
    }
  }
  return found
}
