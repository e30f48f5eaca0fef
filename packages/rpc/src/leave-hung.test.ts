import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Entry } from './discovery.ts'
import { leaveHung } from './leave-hung.ts'
import type { Call } from './link.ts'
import { callOf } from './testing/call.ts'

const instance: Entry = {
  service: 'orders',
  instanceId: 'orders-1',
  address: '127.0.0.1:1',
  version: '1',
  zone: 'a',
  weight: 1,
  startedAtMs: 0,
}

function setUp({ alive, over = {} }: { alive: boolean; over?: Partial<Call> }) {
  const clock = new TestClock(0)
  const answer = Promise.withResolvers<string>()
  const seen = { pings: 0, aborted: false }
  const ping = async () => {
    seen.pings++
    return alive
  }
  const call = callOf({ instance, ...over })
  const outcome = leaveHung({ ping, clock, suspectMs: 200 })(call, ({ signal }) => {
    signal.addEventListener('abort', () => {
      seen.aborted = true
    })
    return answer.promise
  }).catch((error: unknown) => error)
  return { clock, answer, seen, outcome }
}

test('a quick answer costs no ping', async () => {
  const { clock, answer, seen, outcome } = setUp({ alive: false })
  await clock.advance(199)
  answer.resolve('reply')
  expect(await outcome).toBe('reply')
  await clock.advance(1_000)
  expect(seen.pings).toBe(0)
})

test('an instance that does not answer a ping is left, and told so', async () => {
  const { clock, seen, outcome } = setUp({ alive: false })
  await clock.advance(200)
  expect(await outcome).toMatchObject({ name: 'TransportFault', kind: 'timeout' })
  expect(seen.aborted).toBe(true)
})

test('a slow instance that answers its pings is waited for', async () => {
  const { clock, answer, seen, outcome } = setUp({ alive: true })
  await clock.advance(1_000)
  answer.resolve('late reply')
  expect(await outcome).toBe('late reply')
  expect(seen).toEqual({ pings: 5, aborted: false })
})

test('a call that nobody waits for any more is not sent on', async () => {
  const aborted: boolean[] = []
  const call = callOf({ instance, signal: AbortSignal.abort() })
  await leaveHung({ ping: async () => true, clock: new TestClock(0) })(call, async ({ signal }) => {
    aborted.push(signal.aborted)
  })
  expect(aborted).toEqual([true])
})

test('a call that may not happen twice is never given up for another instance', async () => {
  const { clock, answer, seen, outcome } = setUp({ alive: false, over: { kind: 'mutation' } })
  await clock.advance(1_000)
  answer.resolve('reply')
  expect([await outcome, seen.pings]).toEqual(['reply', 0])
})
