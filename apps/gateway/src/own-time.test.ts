import { expect, test } from 'vitest'
import { ownTime } from './own-time.ts'

/** A thread that works, rests, and is paused while the machine runs something else. */
function thread() {
  const spent = { elapsedMs: 0, cpuMs: 0, idleMs: 0 }
  const own = ownTime({
    elapsedMs: () => spent.elapsedMs,
    cpuMs: () => spent.cpuMs,
    idleMs: () => spent.idleMs,
  })
  const pass = (ms: number, as?: 'cpuMs' | 'idleMs') => {
    spent.elapsedMs += ms
    if (as) spent[as] += ms
    return own.ownMs()
  }
  return { own, pass }
}

test('goes on with work and rest, and stands still while the thread is paused', () => {
  const { own, pass } = thread()
  const began = own.ownMs()
  pass(10, 'cpuMs')
  pass(10, 'idleMs')
  expect(pass(500) - began).toBe(20)
})

test('a rest that ends late, because the core was given to others, counts as long as one that ends in time', () => {
  const { own, pass } = thread()
  const began = own.ownMs()
  expect(pass(400, 'idleMs') - began).toBeLessThanOrEqual(12)
})

test('patience lasts until as much was done as a pause has kept from being done', () => {
  const { own, pass } = thread()
  pass(300)
  for (let n = 0; n < 30; n++) pass(10, n % 2 ? 'cpuMs' : 'idleMs')
  expect(own.patientMs()).toBe(0)
  pass(10, 'cpuMs')
  expect(own.patientMs()).toBe(10)
})

test('patience has an end: a thread that is paused half of the time is given half a second, and then half of what it does', () => {
  const { own, pass } = thread()
  for (let n = 0; n < 1_000; n++) {
    pass(10)
    pass(10, 'cpuMs')
  }
  expect(own.ownMs()).toBe(10_000)
  expect(own.patientMs()).toBeGreaterThan(4_400)
})
