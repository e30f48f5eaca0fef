import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { Believer } from './believer.ts'
import type { Entry } from './discovery.ts'
import { idOf, signRegistration } from './registration.ts'
import { entryOf, testKeys } from './testing/registry.ts'

const keys = await testKeys()
afterAll(() => keys[Symbol.asyncDispose]())

const ttlMs = 5_000
const guest = { kind: 'guest', id: 'g' } as const

/** A caller of orders, and ways to put things into its registry. */
async function setUp() {
  const clock = new TestClock()
  const [orders, inventory, gateway] = await Promise.all(
    ['orders', 'inventory', 'gateway'].map((service) => keys.identityOf(service, clock)),
  )
  if (!orders || !inventory || !gateway) throw new Error('no keys')
  const open = vi.spyOn(gateway, 'open')
  const believer = new Believer({ identity: gateway, clock, log: silentLog })
  const signed = async (entry: Entry, { leaves = false, identity = orders } = {}) => ({
    id: idOf(entry),
    text: await signRegistration({ identity, entry, ttlMs, leaves }),
    expiresInMs: 1_234,
  })
  const read = (...kept: { id: string; text: string; expiresInMs: number }[]) =>
    believer.read('orders', { kept, whole: true })
  return { clock, orders, inventory, believer, signed, read, open }
}
type Setup = Awaited<ReturnType<typeof setUp>>

test('an entry that its own service has signed is believed, with all that it says', async () => {
  const { read, signed } = await setUp()
  const reading = await read(await signed(entryOf(1, { weight: 2.5, zone: 'b', version: '2.1.0-rc.1' })))
  expect(reading).toEqual({
    present: [{ ...entryOf(1, { weight: 2.5, zone: 'b', version: '2.1.0-rc.1' }), ttlMs, expiresInMs: 1_234 }],
    left: new Set(),
    refused: [],
    whole: true,
  })
})

test('a signed farewell is a departure, and not an instance', async () => {
  const { read, signed } = await setUp()
  const reading = await read(await signed(entryOf(1), { leaves: true }))
  expect([reading.present, reading.left, reading.refused]).toEqual([[], new Set(['orders-1@1']), []])
})

const changed = (text: string, change: (claims: Record<string, unknown>) => void) => {
  const [header, payload = '', signature] = text.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  change(claims)
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
}
const deep = '['.repeat(1_500)

describe('beside a good entry, and without taking anything from it, there is refused', () => {
  const bad: [string, (setup: Setup) => Promise<{ id?: string; text: string }>, string][] = [
    ['an entry as plain JSON', async () => ({ text: JSON.stringify(entryOf(9)) }), 'it is not signed'],
    ['no text', async () => ({ text: '' }), 'it is empty or too large'],
    ['JSON that ends early', async () => ({ text: '{"service":"or' }), 'it is not signed'],
    ['deeply nested JSON', async () => ({ text: deep }), 'it is not signed'],
    ['what pollutes prototypes', async () => ({ id: '__proto__', text: '{"__proto__":{"a":1}}' }), 'it is not signed'],
    [
      'a copy with another address',
      async ({ signed }) => ({
        text: changed((await signed(entryOf(9))).text, (claims) => Object.assign(claims, { address: '6.6.6.6:66' })),
      }),
      'the signature is wrong',
    ],
    [
      'an entry of another service under its own name',
      async ({ signed, inventory }) => await signed(entryOf(9, { service: 'inventory' }), { identity: inventory }),
      'it was signed by inventory',
    ],
    [
      "an entry of this service under another service's key",
      async ({ inventory }) => ({
        text: await inventory.sign({ ...entryOf(9), sub: 'orders-9', iss: 'orders' }, registrationKind),
      }),
      'it says nothing sensible about ttlMs',
    ],
    [
      'the entry of another instance',
      async ({ signed }) => ({ ...(await signed(entryOf(1))), id: 'orders-9@9' }),
      'it speaks of another instance than it is listed as',
    ],
    [
      'a call token of this very service',
      async ({ orders }) => ({ text: await orders.tokenFor('registry', guest) }),
      'it says something else than a registration (typ)',
    ],
    [
      'a registration for another audience',
      async ({ orders }) => ({ text: await orders.sign({ sub: 'x' }, { ...registrationKind, audience: 'orders' }) }),
      'it says something else than a registration (aud)',
    ],
    [
      'an entry with a weight beyond all measure',
      async ({ orders }) => ({
        text: await orders.sign(
          { ...entryOf(9), sub: 'orders-9', ttlMs, leaves: false, weight: 1e9 },
          registrationKind,
        ),
      }),
      'it says nothing sensible about weight',
    ],
    [
      'an entry whose address is a URL',
      async ({ orders }) => ({
        text: await orders.sign(
          { ...entryOf(9), sub: 'orders-9', ttlMs, leaves: false, address: 'a:1@6.6.6.6/x' },
          registrationKind,
        ),
      }),
      'it says nothing sensible about address',
    ],
  ]
  test.each(bad)('%s', async (_, make, why) => {
    const setup = await setUp()
    const { text, id = 'orders-9@9' } = await make(setup)
    const good = await setup.signed(entryOf(1))
    const { present, refused, whole } = await setup.read({ id, text, expiresInMs: 1_000 }, good)
    expect(present.map(({ instanceId }) => instanceId)).toEqual(['orders-1'])
    expect(refused.map((one) => one.why)).toEqual([why])
    expect(whole).toBe(true)
  })

  test('an entry that was signed too long ago, though it claims to be good for years', async () => {
    const { clock, orders, read } = await setUp()
    const claims = { ...entryOf(1), sub: 'orders-1', ttlMs, leaves: false }
    const text = await orders.sign(claims, { ...registrationKind, lifeS: 1e9 })
    const one = { id: 'orders-1@1', text, expiresInMs: 1_000 }
    expect((await read(one)).present).toHaveLength(1)
    await clock.advance(34_999)
    expect((await read(one)).present).toHaveLength(1)
    await clock.advance(1)
    const { present, refused } = await read(one)
    expect([present, refused.map(({ why }) => why)]).toEqual([[], ['it has expired']])
  })
})

const registrationKind = { typ: 'registration+jwt', audience: 'registry', lifeS: 30 }

test('a refused one is named by what it claims to be, cut to a length that can be shown', async () => {
  const { read } = await setUp()
  const claim = { address: '6.6.6.6:66', service: 'orders' }
  const { refused } = await read({ id: `${'x'.repeat(500)}@1`, text: JSON.stringify(claim), expiresInMs: 1 })
  expect(refused).toMatchObject([{ instanceId: 'x'.repeat(100), address: '6.6.6.6:66' }])
})

test('a text is checked once, however often it is read, whether it was good or bad', async () => {
  const { read, signed, open } = await setUp()
  const kept = [await signed(entryOf(1)), { id: 'a@1', text: 'a.b.c', expiresInMs: 1 }]
  for (let turn = 0; turn < 5; turn++) await read(...kept)
  expect(open).toHaveBeenCalledTimes(2)
})

test('of a flood of new texts a thousand are checked in a second, and until then the reading is no whole one', async () => {
  const { read, signed, open, clock } = await setUp()
  const good = await signed(entryOf(1))
  const flood = Array.from({ length: 1_500 }, (_, n) => ({ id: `f-${n}@1`, text: `${n}.b.c`, expiresInMs: 1 }))
  const first = await read(good, ...flood)
  expect([first.whole, first.present.length]).toEqual([false, 1])
  await read(good, ...flood)
  expect(open).toHaveBeenCalledTimes(1_000)
  await clock.advance(1_000)
  expect((await read(good, ...flood)).whole).toBe(true)
  expect(open).toHaveBeenCalledTimes(1_501)
})
