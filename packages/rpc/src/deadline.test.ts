import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { deadline } from './deadline.ts'
import { callOf } from './testing/call.ts'

const forever = () => new Promise<never>(() => {})

test('an answer within the deadline passes', async () => {
  const clock = new TestClock(0)
  expect(await deadline({ clock })(callOf(), async () => 'reply')).toBe('reply')
})

test('a call ends at its deadline as unavailable, and what is under way is aborted', async () => {
  const clock = new TestClock(0)
  let inner: AbortSignal | undefined
  const outcome = deadline({ clock })(callOf(), (call) => {
    inner = call.signal
    return forever()
  }).catch((error: unknown) => error)
  await clock.advance(999)
  expect(inner?.aborted).toBe(false)
  await clock.advance(1)
  expect(inner?.aborted).toBe(true)
  expect(await outcome).toMatchObject({ code: 'unavailable' })
})

test('a call whose deadline has passed is not sent', async () => {
  const clock = new TestClock(1_000)
  let sent = false
  const outcome = deadline({ clock })(callOf(), async () => {
    sent = true
  })
  await expect(outcome).rejects.toMatchObject({ code: 'unavailable' })
  expect(sent).toBe(false)
})

test('a caller that leaves ends the call at once', async () => {
  const clock = new TestClock(0)
  const caller = new AbortController()
  let inner: AbortSignal | undefined
  const outcome = deadline({ clock })(callOf({ signal: caller.signal }), (call) => {
    inner = call.signal
    return forever()
  })
  caller.abort()
  await expect(outcome).rejects.toMatchObject({
    code: 'unavailable',
    details: { detail: 'The caller no longer waits.' },
  })
  expect(inner?.aborted).toBe(true)
})
