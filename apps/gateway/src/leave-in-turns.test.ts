import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { leaveInTurns } from './leave-in-turns.ts'

/** So many streams of a gateway, and how many of them have been ended. */
function openStreams(count: number) {
  const draining = new AbortController()
  const clock = new TestClock()
  const leave = leaveInTurns({ draining: draining.signal, clock })
  const streams = Array.from({ length: count }, leave)
  return {
    leave,
    streams,
    clock,
    drain: () => draining.abort(),
    ended: () => streams.filter(({ signal }) => signal.aborted).length,
  }
}

test('streams end one after the other, from the moment on at which nobody is sent here any more', async () => {
  const { streams, clock, drain, ended } = openStreams(100)
  drain()
  await clock.advance(499)
  expect(ended()).toBe(0)
  await clock.advance(1)
  expect([ended(), streams[0]?.signal.aborted]).toEqual([1, true])
  await clock.advance(980)
  expect(ended()).toBe(50)
  await clock.advance(1_000)
  expect(ended()).toBe(100)
})

test('however many there are, all have ended before they would be cut off', async () => {
  const { clock, drain, ended } = openStreams(10_000)
  drain()
  await clock.advance(500 + 11_000)
  expect(ended()).toBe(10_000)
})

test('who comes while others are ended has a turn too, and who comes afterwards is ended at once', async () => {
  const { leave, clock, drain } = openStreams(4)
  drain()
  await clock.advance(500)
  const late = leave()
  expect(late.signal.aborted).toBe(false)
  await clock.advance(100)
  expect(late.signal.aborted).toBe(true)
  expect(leave().signal.aborted).toBe(true)
})

test('what has ended by itself takes nobody’s turn', async () => {
  const { streams, clock, drain, ended } = openStreams(4)
  for (const { forget } of streams.slice(0, 2)) forget()
  drain()
  await clock.advance(500)
  await clock.advance(20)
  expect([ended(), streams[3]?.signal.aborted]).toEqual([2, true])
})
