import { TestClock } from '@switchyard/runtime/clock'
import { expect, it } from 'vitest'
import { ConnectGate } from './connect-gate.ts'

const full = new Error('sorry, too many clients already')

it('a database that was never refused is open to everybody', () => {
  const gate = new ConnectGate(new TestClock())
  expect([gate.refusal(), gate.refusal()]).toEqual([undefined, undefined])
})

it('after a refusal everybody hears it at once, until one may try again', async () => {
  const clock = new TestClock()
  const gate = new ConnectGate(clock)
  gate.refused(full)
  expect(gate.refusal()).toBe(full)
  await clock.advance(250)
  expect(gate.refusal()).toBeUndefined()
  expect(gate.refusal()).toBe(full)
})

it('a trial that fails shuts it again, one that succeeds opens it to all', async () => {
  const clock = new TestClock()
  const gate = new ConnectGate(clock)
  gate.refused(full)
  await clock.advance(250)
  expect(gate.refusal()).toBeUndefined()
  gate.refused(full)
  expect(gate.refusal()).toBe(full)
  await clock.advance(250)
  expect(gate.refusal()).toBeUndefined()
  gate.opened()
  expect([gate.refusal(), gate.refusal()]).toEqual([undefined, undefined])
})
