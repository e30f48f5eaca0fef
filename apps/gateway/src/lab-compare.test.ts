import type { CompareLane } from '@switchyard/contracts/lab'
import type { CallContext, CallScope } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { compare } from './lab-compare.ts'
import type { Services } from './services.ts'

type Lane = z.infer<typeof CompareLane>
type Asked = { sku: string; atMs: number; lab: CallScope['lab'] }

const prints = ['one', 'two', 'three'].map((slug) => ({ slug, sizes: ['a2', 'a1'] }))

/** An inventory that does what it is told with each call, and a comparison in front of it. */
function scene({ answer }: { answer?: (asked: Asked) => Promise<unknown> } = {}) {
  const clock = new TestClock()
  const startMs = clock.now()
  const asked: Asked[] = []
  const leaving = new AbortController()
  const inventory = ({ lab, attempts }: CallScope) => ({
    listPrints: { query: async () => ({ items: prints }) },
    stockBySku: {
      query: async ({ sku }: { sku: string }) => {
        const one = { sku, atMs: clock.now() - startMs, lab }
        asked.push(one)
        const instanceId = lab?.without.length ? 'inventory-2' : 'inventory-1'
        attempts?.push({ instanceId, atMs: 0, ms: 1, outcome: 'answered' })
        return await answer?.(one)
      },
    },
  })
  const run = compare({
    services: { inventory } as unknown as Services,
    ownScope: () => ({}) as CallScope,
    clock,
    elapsedMs: () => clock.now(),
    newId: () => 'session-1',
  })
  const ctx = (lab?: CallScope['lab']) =>
    ({ envelope: { principal: {}, traceparent: '', lab }, signal: leaving.signal }) as unknown as CallContext
  /** Begins a comparison; every call of it now waits for its moment. */
  const start = async (lanes: Lane[], lab?: CallScope['lab']) => {
    const comparison = run({ input: { lanes, calls: 4, perSecond: 10 }, ctx: ctx(lab) })
    comparison.catch(() => {})
    await clock.advance(0)
    return { comparison }
  }
  return { clock, asked, leaving, start }
}

const usual: Lane = { without: [] }

test('every lane makes the same calls at the same moments, spread over several prints, each in its own way', async () => {
  const { clock, asked, start } = scene()
  const lanes: Lane[] = [usual, { without: ['retry'], strategy: 'hash' }]
  const { comparison } = await start(lanes)
  await clock.advance(1_000)
  const made = (without: number) => asked.filter(({ lab }) => lab?.without.length === without)
  for (const calls of [made(0), made(1)]) {
    expect(calls.map(({ atMs }) => atMs)).toEqual([0, 100, 200, 300])
    expect(calls.map(({ sku }) => sku)).toEqual(['one-a2', 'two-a2', 'three-a2', 'one-a2'])
  }
  expect(made(1)[0]?.lab).toEqual({ session: 'session-1', without: ['retry'], strategy: 'hash' })
  const { operation, lanes: seen } = await comparison
  expect(operation).toBe('inventory.stockBySku')
  expect(seen.map(({ shares, attempts }) => [shares, attempts])).toEqual([
    [[{ instanceId: 'inventory-1', answered: 4 }], 4],
    [[{ instanceId: 'inventory-2', answered: 4 }], 4],
  ])
})

test('a call counts from the moment it was due, and waits for none before it', async () => {
  const { clock, start } = scene({ answer: ({ atMs }) => clock.sleep(atMs === 0 ? 700 : 20) })
  const { comparison } = await start([usual])
  await clock.advance(1_000)
  const [lane] = (await comparison).lanes
  expect(lane?.calls.map(({ atMs, ms }) => [atMs, ms])).toEqual([
    [0, 700],
    [100, 20],
    [200, 20],
    [300, 20],
  ])
  expect([lane?.p50Ms, lane?.p99Ms]).toEqual([20, 700])
})

test('failures are counted by their code, and their times stay out of the percentiles', async () => {
  const answer = async ({ atMs }: Asked) => {
    if (atMs === 100) throw new Failure('unavailable')
    if (atMs === 200) throw new Error('a bug')
  }
  const { clock, start } = scene({ answer })
  const { comparison } = await start([usual])
  await clock.advance(1_000)
  const [lane] = (await comparison).lanes
  expect(lane?.calls.map(({ ok, code }) => [ok, code])).toEqual([
    [true, null],
    [false, 'unavailable'],
    [false, 'internal'],
    [true, null],
  ])
  expect([lane?.failed, lane?.p99Ms]).toEqual([2, 0])
})

test('a comparison without one answer has no percentiles', async () => {
  const { clock, start } = scene({ answer: () => Promise.reject(new Failure('unavailable')) })
  const { comparison } = await start([usual])
  await clock.advance(1_000)
  expect((await comparison).lanes[0]).toMatchObject({ failed: 4, p50Ms: null, p99Ms: null, shares: [] })
})

test('the calls of a visitor who has terms are made in their session', async () => {
  const { clock, asked, start } = scene()
  const { comparison } = await start([usual], { session: 'ann', without: ['hedge'] })
  await clock.advance(1_000)
  await comparison
  expect(asked[0]?.lab).toEqual({ session: 'ann', without: [] })
})

test('a second comparison is told when to come back, and is taken once the first is over', async () => {
  const { clock, start } = scene()
  const { comparison: first } = await start([usual])
  await clock.advance(100)
  const { comparison: early } = await start([usual])
  await expect(early).rejects.toMatchObject({ code: 'overloaded', details: { retryAfterMs: 2_300 } })
  await clock.advance(1_000)
  await first
  const { comparison: second } = await start([usual])
  await clock.advance(1_000)
  expect((await second).lanes).toHaveLength(1)
})

test('a caller who leaves ends it: no further call is made, and the next may come', async () => {
  const { clock, asked, leaving, start } = scene()
  const { comparison } = await start([usual])
  await clock.advance(100)
  leaving.abort()
  await expect(comparison).rejects.toMatchObject({ code: 'unavailable' })
  await clock.advance(1_000)
  expect(asked).toHaveLength(2)
  const { comparison: next } = await start([usual])
  await expect(next).rejects.toMatchObject({ code: 'unavailable' })
})
