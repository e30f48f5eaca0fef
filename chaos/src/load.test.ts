import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Arrival } from './arrivals.ts'
import { runLoad } from './load.ts'
import { latencyMsOf, type Served } from './operation.ts'

const arrivals = Array.from(
  { length: 10 },
  (_, id): Arrival => ({ id, atMs: id * 100, ask: { kind: 'browse', path: '/products' } }),
)
const ok: Served = { first: 'ok', final: 'ok', tries: 1, degraded: false, error: null }
const never = new AbortController().signal

test('nobody waits for the answer of somebody else: a stall is paid by all who come while it lasts', async () => {
  const clock = new TestClock(0)
  const sentAt: number[] = []
  const serve = async () => {
    sentAt.push(clock.now())
    // Nothing is answered before 1,000 ms have passed.
    await clock.sleep(1_000 - clock.now())
    return ok
  }
  const done = runLoad({ arrivals, serve, clock, startMs: 0, signal: never })
  await clock.advance(2_000)
  const log = await done
  expect(sentAt).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900])
  expect(log.map(latencyMsOf)).toEqual([1_000, 900, 800, 700, 600, 500, 400, 300, 200, 100])
})

test('latency counts from the moment that was meant, even if the generator itself is late', async () => {
  const clock = new TestClock(450)
  const late = { arrivals: arrivals.slice(0, 1), serve: async () => ok, clock, startMs: 0, signal: never }
  expect(await runLoad(late)).toMatchObject([{ dueMs: 0, sentMs: 450, endMs: 450 }])
})

test('with too many under way an arrival is not sent, and logged as failed', async () => {
  const clock = new TestClock(0)
  let sent = 0
  const serve = async () => {
    sent += 1
    await clock.sleep(250)
    return ok
  }
  const done = runLoad({ arrivals, serve, clock, startMs: 0, signal: never, inFlightMax: 2 })
  await clock.advance(2_000)
  const log = await done
  expect(log).toHaveLength(10)
  expect(log.filter(({ final }) => final === 'fail')).toHaveLength(10 - sent)
  expect(sent).toBe(7)
})

test('an interrupted load sends no more and waits for what is under way', async () => {
  const clock = new TestClock(0)
  const stopping = new AbortController()
  const done = runLoad({
    arrivals,
    serve: () => clock.sleep(500).then(() => ok),
    clock,
    startMs: 0,
    signal: stopping.signal,
  })
  await clock.advance(250)
  stopping.abort()
  await clock.advance(1_000)
  expect(await done).toHaveLength(3)
})
