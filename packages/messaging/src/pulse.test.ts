import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { expect, test, vi } from 'vitest'
import { type Beat, Pulse } from './pulse.ts'

const clock = () => new TestClock()
const pulseOf = async (work: (signal: AbortSignal) => Promise<Beat>, on: TestClock, log = silentLog) => {
  const pulse = new Pulse({ name: 'test', everyMs: 500, work, clock: on, log })
  pulse.start()
  await on.advance(0)
  return pulse
}

test('works at the start, then every period', async () => {
  const time = clock()
  const work = vi.fn(async (): Promise<Beat> => 'rest')
  const pulse = await pulseOf(work, time)
  await time.advance(1_499)
  expect(work).toHaveBeenCalledTimes(3)
  await time.advance(1)
  expect(work).toHaveBeenCalledTimes(4)
  await pulse.stop()
})

test('works at once when woken, without time passing', async () => {
  const time = clock()
  const work = vi.fn(async (): Promise<Beat> => 'rest')
  const pulse = await pulseOf(work, time)
  pulse.wake()
  await time.advance(0)
  expect(work).toHaveBeenCalledTimes(2)
  await pulse.stop()
})

test('turns any number of wake-ups during a beat into one more beat, and never beats twice at a time', async () => {
  const time = clock()
  const ends: (() => void)[] = []
  const work = vi.fn(() => new Promise<Beat>((resolve) => ends.push(() => resolve('rest'))))
  const pulse = await pulseOf(work, time)
  for (let n = 0; n < 5; n++) pulse.wake()
  await time.advance(10_000)
  expect(work).toHaveBeenCalledTimes(1)
  ends.shift()?.()
  await time.advance(0)
  expect(work).toHaveBeenCalledTimes(2)
  ends.shift()?.()
  await time.advance(499)
  expect(work).toHaveBeenCalledTimes(2)
  await pulse.stop()
})

test('goes on without a rest while there is more', async () => {
  const time = clock()
  const work = vi.fn<() => Promise<Beat>>().mockResolvedValueOnce('more').mockResolvedValueOnce('more')
  work.mockResolvedValue('rest')
  const pulse = await pulseOf(work, time)
  expect(work).toHaveBeenCalledTimes(3)
  await pulse.stop()
})

test('rests longer after each failure in a row, at most two seconds, however often it is woken', async () => {
  const time = clock()
  const startedAt = time.now()
  const at: number[] = []
  const work = vi.fn(async (): Promise<Beat> => {
    at.push(time.now() - startedAt)
    throw new Error('down')
  })
  const pulse = await pulseOf(work, time)
  for (let n = 0; n < 80; n++) {
    pulse.wake()
    await time.advance(100)
  }
  expect(at).toEqual([0, 100, 300, 700, 1_500, 3_100, 5_100, 7_100])
  work.mockResolvedValue('rest')
  await time.advance(2_000)
  const calls = work.mock.calls.length
  pulse.wake()
  await time.advance(0)
  expect(work).toHaveBeenCalledTimes(calls + 1)
  await pulse.stop()
})

test('works again when it has worked, and not when the work was another’s meanwhile', async () => {
  const time = clock()
  const info = vi.fn()
  const work = vi.fn<() => Promise<Beat>>().mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce('not-mine')
  work.mockResolvedValue('rest')
  const pulse = await pulseOf(work, time, { ...silentLog, info })
  await time.advance(100)
  expect([work.mock.calls.length, info.mock.calls]).toEqual([2, []])
  await time.advance(499)
  expect(work).toHaveBeenCalledTimes(2)
  await time.advance(1)
  expect(info.mock.calls).toEqual([[{ work: 'test' }, 'works again']])
  await pulse.stop()
})

test('stops after the beat in hand and tells it', async () => {
  const time = clock()
  let told = false
  const work = (signal: AbortSignal) =>
    new Promise<Beat>((resolve) =>
      signal.addEventListener('abort', () => {
        told = true
        resolve('more')
      }),
    )
  const counted = vi.fn(work)
  const pulse = await pulseOf(counted, time)
  await pulse.stop()
  await time.advance(5_000)
  expect(told).toBe(true)
  expect(counted).toHaveBeenCalledTimes(1)
})
