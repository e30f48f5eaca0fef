import { describe, expect, test } from 'vitest'
import { systemClock, TestClock } from './clock.ts'

describe('a still clock', () => {
  test('rings alarms and wakes sleepers in the order of their times, at their times', async () => {
    const clock = new TestClock(0)
    const rung: [string, number][] = []
    const note = (name: string) => () => void rung.push([name, clock.now()])
    clock.after(30, note('late'))
    void clock.sleep(20).then(note('middle'))
    clock.after(10, note('early'))
    await clock.advance(25)
    expect(rung).toEqual([
      ['early', 10],
      ['middle', 20],
    ])
    await clock.advance(5)
    expect(rung).toHaveLength(3)
  })

  test('rings no alarm that was called off, and each one once', async () => {
    const clock = new TestClock(0)
    let rung = 0
    const callOff = clock.after(10, () => rung++)
    clock.after(10, () => rung++)
    callOff()
    await clock.advance(1_000)
    callOff()
    expect(rung).toBe(1)
  })

  test('rings an alarm that an alarm has set, if its time has come', async () => {
    const clock = new TestClock(0)
    const rung: number[] = []
    clock.after(10, () => clock.after(10, () => rung.push(clock.now())))
    await clock.advance(20)
    expect(rung).toEqual([20])
  })

  test('moves only once all that has begun is asleep', async () => {
    const clock = new TestClock(0)
    const wokenAt = Promise.resolve()
      .then(() => clock.sleep(10))
      .then(() => clock.now())
    await clock.advance(20)
    expect(await wokenAt).toBe(10)
  })

  test('wakes a sleeper that is called away', async () => {
    const clock = new TestClock(0)
    const away = new AbortController()
    const slept = clock.sleep(1_000, away.signal)
    away.abort()
    await slept
    expect(clock.now()).toBe(0)
  })
})

describe('the machine’s clock', () => {
  test('rings an alarm, and none that was called off', async () => {
    const rung: string[] = []
    const callOff = systemClock.after(1, () => rung.push('off'))
    callOff()
    await new Promise<void>((resolve) => {
      systemClock.after(1, () => {
        rung.push('on')
        resolve()
      })
    })
    expect(rung).toEqual(['on'])
  })
})
