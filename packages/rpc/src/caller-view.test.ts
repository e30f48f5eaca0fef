import { CallerView } from '@switchyard/contracts/lab'
import { silentLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { createChain } from './call-chain.ts'
import { viewOf } from './caller-view.ts'
import { callOf } from './testing/call.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'
import { TransportFault } from './transport-fault.ts'

function setUp() {
  const { clock, watch } = fleetOf([entryOf('a', { version: '2', zone: 'b', weight: 3 }), 'b'])
  const parts = { watch, clock, log: silentLog, random: () => 0, ping: async () => false, probe: async () => false }
  return { clock, parts }
}

test('a view is what the contract says, in plain values', async () => {
  const { clock, parts } = setUp()
  const chain = createChain({ ...parts, send: () => clock.advance(8).then(() => 'reply') })
  for (let n = 0; n < 4; n++) await chain.send(callOf({}, clock.now()))
  const view = viewOf('orders', { chain, watch: parts.watch })
  expect(CallerView.parse({ ...view, caller: 'gateway-1' })).toEqual({ ...view, caller: 'gateway-1' })
  expect(view).toMatchObject({
    breaker: { state: 'closed', trialInMs: null, openMs: 1_000 },
    retryBudget: { left: 20, max: 20 },
    ...{ inFlight: 0, inFlightMax: 256, calls: 4, retries: 0, hedges: 0, hedgesWon: 0 },
  })
  const [a, b] = view.instances
  expect(a).toMatchObject({ version: '2', zone: 'b', weight: 3, warm: 1, startedAt: '1970-01-01T00:00:00.000Z' })
  expect((a?.answered ?? 0) + (b?.answered ?? 0)).toBe(4)
  const asked = view.instances.find(({ answered }) => answered > 0)
  expect(asked).toMatchObject({ p50Ms: expect.closeTo(8, 0), p95Ms: expect.closeTo(8, 0) })
})

test('whoever was never asked has no latencies', () => {
  const { parts } = setUp()
  const { instances } = viewOf('orders', {
    chain: createChain({ ...parts, send: async () => 'reply' }),
    watch: parts.watch,
  })
  expect(instances).toMatchObject([
    { answered: 0, failed: 0, pending: 0, p50Ms: null, p95Ms: null, out: null, outSince: null },
    { answered: 0, failed: 0, pending: 0, p50Ms: null, p95Ms: null, out: null, outSince: null },
  ])
})

test('whoever is out is shown with the reason and since when', async () => {
  const { clock, parts } = setUp()
  await clock.advance(1_000)
  const chain = createChain({ ...parts, send: () => Promise.reject(new TransportFault('refused', '')) })
  await chain.send(callOf({}, clock.now())).catch(() => {})
  expect(viewOf('orders', { chain, watch: parts.watch }).instances).toMatchObject([
    { out: 'refused', outSince: '1970-01-01T00:00:01.000Z' },
    { out: 'refused', outSince: '1970-01-01T00:00:01.000Z' },
  ])
})

test('a call under way is seen', async () => {
  const { clock, parts } = setUp()
  const chain = createChain({ ...parts, send: () => new Promise(() => {}) })
  void chain.send(callOf())
  await clock.advance(0)
  const view = viewOf('orders', { chain, watch: parts.watch })
  expect([view.inFlight, view.instances.map(({ pending }) => pending).toSorted()]).toEqual([1, [0, 1]])
})

test('registrations that nobody believes are shown with the reason', () => {
  const { parts } = setUp()
  parts.watch.refused = [{ instanceId: 'rogue', address: 'rogue:1', why: 'it has expired', atMs: 1_000 }]
  const { refused } = viewOf('orders', {
    chain: createChain({ ...parts, send: async () => 'reply' }),
    watch: parts.watch,
  })
  expect(refused).toEqual([
    { instanceId: 'rogue', address: 'rogue:1', why: 'it has expired', at: '1970-01-01T00:00:01.000Z' },
  ])
})
