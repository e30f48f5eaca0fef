import { describe, expect, test } from 'vitest'
import type { Call } from './link.ts'
import { OperationTimes } from './operation-times.ts'
import { callOf } from './testing/call.ts'
import { fleetOf } from './testing/fleet.ts'
import { tryTimeout } from './try-timeout.ts'

/** A call that waits for an instance, of an operation that took so long before. */
function setUp({ tookMs = [], over = {} }: { tookMs?: number[]; over?: Partial<Call> }) {
  const { clock, peer, peers } = fleetOf(['a', 'b'])
  const times = new OperationTimes({ clock })
  for (const ms of tookMs) times.record('byId', ms)
  const answer = Promise.withResolvers<string>()
  const call = callOf({ instance: peer('a').entry, anotherTry: () => true, abandon: answer.reject, ...over })
  const outcome = tryTimeout({ times, peers, clock })(call, () => answer.promise).catch((error: unknown) => error)
  return { clock, peer, peers, answer, outcome }
}
const usually = (ms: number) => Array.from({ length: 50 }, () => ms)
const inner = { envelope: { ...callOf().envelope, hops: 1 } }

test('a try far longer than what was observed is given up as late, naming who was late', async () => {
  const { clock, outcome } = setUp({ tookMs: usually(2) })
  await clock.advance(300)
  expect(await outcome).toMatchObject({ kind: 'late', message: 'a took longer than 300 ms' })
})

test('a late try is waited for while everybody else is out, and given up once somebody is back', async () => {
  const { clock, peers, peer, outcome } = setUp({ tookMs: usually(2) })
  peers.leaveOut(peer('b'), 'silent')
  await clock.advance(500)
  peers.takeBack(peer('b'))
  await clock.advance(100)
  expect(await Promise.race([outcome, 'waited for'])).toMatchObject({ kind: 'late' })
})

test('an operation that is known to take long gets its time', async () => {
  const { clock, answer, outcome } = setUp({ tookMs: usually(200) })
  await clock.advance(1_400)
  answer.resolve('reply')
  expect(await outcome).toBe('reply')
})

describe('waits for as long as the deadline allows', () => {
  const cases: [string, Parameters<typeof setUp>[0]][] = [
    ['when too little was observed', { tookMs: usually(2).slice(0, 19) }],
    ['when no other try may follow', { tookMs: usually(2), over: { anotherTry: () => false } }],
    ['when the call may not happen twice', { tookMs: usually(2), over: { kind: 'mutation' } }],
    ['when it is made while serving another call', { tookMs: usually(2), over: inner }],
  ]
  test.each(cases)('%s', async (_, parts) => {
    const { clock, answer, outcome } = setUp(parts)
    await clock.advance(60_000)
    answer.resolve('reply')
    expect(await outcome).toBe('reply')
  })
})

test('an answer in time leaves no alarm behind', async () => {
  const abandoned: Error[] = []
  const { clock, answer, outcome } = setUp({ tookMs: usually(2), over: { abandon: (error) => abandoned.push(error) } })
  answer.resolve('reply')
  await outcome
  await clock.advance(1_000)
  expect(abandoned).toEqual([])
})
