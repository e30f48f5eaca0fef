import { inventory } from '@switchyard/contracts/inventory'
import { Failure } from '@switchyard/rpc/failure'
import { implement } from '@switchyard/rpc/implement'
import { testNetwork } from '@switchyard/rpc/testing/network'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { pinnedVersions } from './pinned-versions.ts'
import { createServer } from './server.ts'
import type { Services } from './services.ts'
import { storefront } from './storefront.ts'
import { doorsOf } from './testing/limited-doors.ts'
import { noAccounts } from './testing/no-accounts.ts'
import { noAudit } from './testing/no-audit.ts'

const url = '/api/v2/stock/a-a3'
const sheets = (edition: number) => ({ edition, onHand: 1, reserved: 0, sold: edition - 1, available: 1 })

/** A gateway before three instances of the stock room: two of version 1, and a canary of version 2 with half of one's weight. */
async function shop({ canaryFails = () => false }: { canaryFails?: () => boolean } = {}) {
  const network = await testNetwork()
  const stockRoom = (edition: number, fails = () => false) =>
    implement(inventory, {
      stockBySku: async ({ input }: { input: { sku: string } }) => {
        if (fails()) throw new Failure('internal')
        return { sku: input.sku, ...sheets(edition) }
      },
    } as never)
  await network.serve(inventory, stockRoom(1), { version: '1.0.0' })
  await network.serve(inventory, stockRoom(1), { version: '1.0.0' })
  await network.serve(inventory, stockRoom(2, canaryFails), { version: '2.0.0', weight: 0.5 })
  const inventoryFor = await network.connect(inventory, { as: 'gateway' })
  const parts = doorsOf({ newId: () => 'id', clock })
  const { app } = await createServer({
    ...parts,
    router: storefront({
      ...{
        services: { inventory: inventoryFor, orders: () => ({}) } as unknown as Services,
        timelineOf: parts.timelineOf,
      },
      ...{ apiKeys: {} as never, account: noAccounts, audit: noAudit, lab: {} as never },
    }),
    identify: async (request) => {
      request.principal = { kind: 'guest', id: 'g' }
    },
  })
  /** The status, and which version answered. */
  const ask = async (pin?: string) => {
    const reply = await app.inject({ url, headers: pin ? { 'x-switchyard-version': pin } : {} })
    return { status: reply.statusCode, version: reply.json().edition as number | undefined, code: reply.json().code }
  }
  return {
    ask,
    view: () => inventoryFor.view(),
    async [Symbol.asyncDispose]() {
      await app.close()
      await network[Symbol.asyncDispose]()
    },
  }
}

test('a canary answers its weight of the calls, and all that are pinned to it', async () => {
  await using gateway = await shop()
  const free: Awaited<ReturnType<typeof gateway.ask>>[] = []
  for (let n = 0; n < 50; n++) free.push(...(await Promise.all([1, 2, 3, 4].map(() => gateway.ask()))))
  const canary = free.filter(({ version }) => version === 2).length
  expect(canary).toBeGreaterThan(5)
  expect(canary).toBeLessThan(80)
  const pinned = async (pin: string) =>
    new Set((await Promise.all([1, 2, 3, 4, 5].map(() => gateway.ask(pin)))).map(({ version }) => version))
  expect([await pinned('inventory=2.0.0'), await pinned('inventory=1.0.0')]).toEqual([new Set([2]), new Set([1])])
})

test('a canary that fails is withdrawn by itself: nobody hears an error, and who pins it still reaches it', async () => {
  let asked = 0
  const everySixth = () => ++asked % 6 === 0
  await using gateway = await shop({ canaryFails: everySixth })
  const statuses = new Set<number>()
  for (let n = 0; n < 3_000 && gateway.view().withdrawn.length === 0; n++) {
    const startedMs = performance.now()
    const { status } = await gateway.ask()
    // On a machine that has no time for this a call ends at its deadline, whoever was asked.
    if (performance.now() - startedMs < 1_000) statuses.add(status)
  }
  expect(gateway.view().withdrawn).toMatchObject([{ version: '2.0.0', othersBad: 0 }])
  expect(statuses).toEqual(new Set([200]))
  const after = await Promise.all(Array.from({ length: 20 }, () => gateway.ask()))
  expect(after.map(({ version }) => version)).not.toContain(2)
})

test('a version that nobody runs is unavailable, and a pin that is none is told how it is written', async () => {
  await using gateway = await shop()
  expect(await gateway.ask('inventory=9.9.9')).toMatchObject({ status: 503 })
  expect(await gateway.ask('inventory')).toMatchObject({ status: 400, code: 'invalid_input' })
})

test.each([
  '',
  'orders',
  'orders=',
  'payments=1',
  'orders=1,orders=2',
  'orders=1;inventory=2',
  `orders=${'1'.repeat(200)}`,
])('%j pins nothing and is refused', (header) => {
  expect(() => pinnedVersions(header)).toThrow(/names a version/)
})

test('reads several pins, and none where there is no header', () => {
  expect(pinnedVersions('orders=2.1.0, inventory=3')).toEqual({ orders: '2.1.0', inventory: '3' })
  expect(pinnedVersions(undefined)).toBeUndefined()
})
