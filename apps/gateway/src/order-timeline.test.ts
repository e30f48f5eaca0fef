import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { openTimeline } from './order-timeline.ts'
import type { Services } from './services.ts'

const orderId = '0193f000-0000-7000-8000-00000000000a'
const entry = (seq: number, status: TimelineEntry['status']): TimelineEntry => ({
  seq,
  at: '2026-11-23T10:00:00.000Z',
  status,
  note: null,
})

/** An orders service whose history grows when the test says so. */
function scene({ kind = 'user' }: { kind?: 'user' | 'guest' } = {}) {
  const clock = new TestClock()
  const history: TimelineEntry[] = [entry(1, 'pending')]
  const leaving = new AbortController()
  const rings: (() => void)[] = []
  const state = { failure: null as Failure | null, asked: 0 }
  const timelineSince = {
    query: async ({ seq }: { seq: number }) => {
      state.asked += 1
      if (state.failure) throw state.failure
      const entries = history.filter((one) => one.seq > seq)
      return { entries, final: history.at(-1)?.status === 'rejected' }
    },
  }
  const caller = { isIn: true }
  const visit = { isStillIn: async () => caller.isIn }
  const ctx = {
    envelope: { deadlineAtMs: 0, principal: { kind, id: 'ada' } },
    signal: leaving.signal,
    visit,
  } as unknown as CallContext
  const services = { orders: () => ({ timelineSince }) } as unknown as Services
  const listen = (_: string, wake: () => void) => {
    rings.push(wake)
    return () => rings.splice(rings.indexOf(wake), 1)
  }
  const open = (afterSeq: number) => openTimeline({ orderId, afterSeq }, { ctx, services, listen, clock })
  return { clock, history, leaving, rings, state, caller, open }
}

test('tells what has happened, then each entry as it comes, and ends after the final one', async () => {
  const { history, rings, open } = scene()
  const entries = await open(0)
  expect((await entries.next()).value?.seq).toBe(1)
  const next = entries.next()
  history.push(entry(2, 'rejected'))
  for (const ring of rings) ring()
  expect((await next).value?.seq).toBe(2)
  expect((await entries.next()).done).toBe(true)
  expect(rings).toHaveLength(0)
})

test('tells nothing more to whoever is not in any more', async () => {
  const { history, rings, caller, open } = scene()
  const entries = await open(0)
  await entries.next()
  const next = entries.next()
  caller.isIn = false
  history.push(entry(2, 'reserved'))
  for (const ring of rings) ring()
  await expect(next).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(rings).toHaveLength(0)
})

test('looks by itself only now and then, for whoever should wake it may be away', async () => {
  const { clock, history, state, open } = scene()
  const entries = await open(1)
  const next = entries.next()
  history.push(entry(2, 'reserved'))
  await clock.advance(29_000)
  expect(state.asked).toBe(1)
  await clock.advance(1_000)
  expect((await next).value?.seq).toBe(2)
})

test('ends within a second for whoever is not in any more, also when nothing happens', async () => {
  const { clock, caller, state, open } = scene()
  const entries = await open(1)
  const next = entries.next().catch((error: Failure) => error.code)
  caller.isIn = false
  await clock.advance(1_000)
  expect(await next).toBe('unauthenticated')
  expect(state.asked).toBe(1)
})

test('lets a guest rest, who cannot be put out', async () => {
  const { clock, caller, open } = scene({ kind: 'guest' })
  const entries = await open(1)
  const next = entries.next().catch((error: Failure) => error.code)
  caller.isIn = false
  await clock.advance(29_000)
  expect(await Promise.race([next, 'rests'])).toBe('rests')
})

test('hears a hint that comes while nobody waits', async () => {
  const { history, rings, open } = scene()
  const entries = await open(0)
  await entries.next()
  history.push(entry(2, 'reserved'))
  for (const ring of rings) ring()
  expect((await entries.next()).value?.seq).toBe(2)
})

test('fails at once for an order that is not there or not theirs', async () => {
  const { state, rings, open } = scene()
  state.failure = new Failure('not_found')
  await expect(open(0)).rejects.toThrow('nothing here')
  expect(rings).toHaveLength(0)
})

test('asks each second while orders is away, and goes on afterwards', async () => {
  const { clock, history, rings, state, open } = scene()
  const entries = await open(1)
  const next = entries.next()
  state.failure = new Failure('unavailable')
  for (const ring of rings) ring()
  await clock.advance(3_000)
  expect(state.asked).toBe(5)
  state.failure = null
  history.push(entry(2, 'reserved'))
  await clock.advance(1_000)
  expect((await next).value?.seq).toBe(2)
})

test('stops asking when the client has left', async () => {
  const { clock, leaving, state, rings, open } = scene()
  const entries = await open(1)
  const next = entries.next()
  await clock.advance(0)
  leaving.abort()
  expect((await next).done).toBe(true)
  const { asked } = state
  await clock.advance(10_000)
  expect(state.asked).toBe(asked)
  expect(rings).toHaveLength(0)
})

test('listens no more for a client who left before anything was told', async () => {
  const { leaving, rings, open } = scene()
  await open(1)
  expect(rings).toHaveLength(1)
  leaving.abort()
  expect(rings).toHaveLength(0)
})
