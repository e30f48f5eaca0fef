import { expect, it } from 'vitest'
import { type Look, type Run, tookMs, withRunLook } from './queue-runs.ts'

const run: Run = {
  ...{ number: 1, email: 'a@b.test', slow: true, workers: ['orders-1'], before: { 'orders-1': 100 }, done: {} },
  ...{ startedAt: 1_000, taken: 0, refused: 0, mails: 0, waitingMost: 0, heldMost: 0, heldElsewhereMost: 0 },
  drainedAt: null,
}
const look = (over: Partial<Look>): Look => ({
  ...{ at: 2_000, placed: true, taken: 60, refused: 0, mails: 10, waiting: 0, held: 0, heldElsewhere: 0 },
  done: { 'orders-1': 100 },
  ...over,
})

it('is over when every order that was taken has its mail, and not before all were sent', () => {
  expect(withRunLook(run, look({ mails: 60, placed: false })).drainedAt).toBeNull()
  expect(withRunLook(run, look({ mails: 59 })).drainedAt).toBeNull()
  const over = withRunLook(run, look({ at: 9_000, mails: 60 }))
  expect(tookMs(over)).toBe(8_000)
  expect(withRunLook(over, look({ at: 99_000, done: { 'orders-1': 999 } }))).toBe(over)
})

it('keeps the most that waited and was held back, here and meanwhile elsewhere', () => {
  let so = withRunLook(run, look({ waiting: 20, held: 0, heldElsewhere: 7 }))
  so = withRunLook(so, look({ waiting: 18, held: 25 }))
  so = withRunLook(so, look({ waiting: 3 }))
  expect(so).toMatchObject({ waitingMost: 20, heldMost: 25, heldElsewhereMost: 0 })
})

it('counts what each instance did since it began, also one that came later', () => {
  const so = withRunLook(run, look({ done: { 'orders-1': 112, 'orders-2': 0, 'orders-3': 8 } }))
  expect(so.done).toEqual({ 'orders-1': 12, 'orders-3': 8 })
})
