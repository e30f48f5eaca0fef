import { expect, it } from 'vitest'
import { createPause } from './pause.ts'

/** A pause whose time the test moves. */
function paused() {
  let now = 1_000
  const alarms: (() => void)[] = []
  const pause = createPause({ now: () => now, after: (_, run) => void alarms.push(run) })
  return { pause, passes: (ms: number) => (now += ms), isOver: () => alarms.shift()?.() }
}

it('lasts as long as the shop said, and long enough to be read', () => {
  const { pause, isOver } = paused()
  expect(pause.until()).toBe(0)
  pause.tell(200)
  expect(pause.until()).toBe(4_000)
  isOver()
  pause.tell(20_000)
  expect(pause.until()).toBe(21_000)
})

it('is not made longer by what is asked meanwhile', () => {
  const { pause, passes } = paused()
  pause.tell(5_000)
  passes(4_000)
  pause.tell(5_000)
  expect(pause.until()).toBe(6_000)
})

it('says why, as it was told first', () => {
  const { pause } = paused()
  pause.tell(5_000, 'full')
  pause.tell(5_000, 'much')
  expect(pause.why()).toBe('full')
})

it('tells when it begins and when it is over', () => {
  const { pause, isOver } = paused()
  const heard: number[] = []
  const leave = pause.subscribe(() => heard.push(pause.until()))
  pause.tell(5_000)
  isOver()
  leave()
  pause.tell(5_000)
  expect(heard).toEqual([6_000, 0])
})
