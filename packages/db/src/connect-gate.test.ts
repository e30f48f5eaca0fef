import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, it } from 'vitest'
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

describe('a caller’s wait for a connection', () => {
  const setUp = () => {
    const clock = new TestClock()
    const gate = new ConnectGate(clock)
    const given: number[] = []
    const wait = () => gate.limitWait(() => given.push(clock.now()))
    return { clock, gate, given, wait }
  }

  it('has no limit of its own in calm times', async () => {
    const { clock, given, wait } = setUp()
    wait()
    await clock.advance(60_000)
    expect(given).toEqual([])
  })

  it('ends after 150 ms once a connection was lost or refused, for the next five seconds', async () => {
    const { clock, gate, given, wait } = setUp()
    gate.troubled()
    const atMs = clock.now()
    wait()
    await clock.advance(4_999)
    wait()
    await clock.advance(150)
    const calm = wait()
    await clock.advance(60_000)
    calm()
    expect(given.map((ms) => ms - atMs)).toEqual([150, 5_149])
    gate.refused(full)
    wait()
    await clock.advance(150)
    expect(given).toHaveLength(3)
  })

  it('that began in calm times ends 150 ms after the first connection was lost, not after the last one', async () => {
    const { clock, gate, given, wait } = setUp()
    const atMs = clock.now()
    wait()
    await clock.advance(100)
    gate.troubled()
    await clock.advance(100)
    gate.troubled()
    await clock.advance(60_000)
    expect(given.map((ms) => ms - atMs)).toEqual([250])
  })

  it('is one wait for all connections that one call asks for', async () => {
    const { clock, gate, given } = setUp()
    const call = { signal: new AbortController().signal, leftMs: () => 1_000 }
    const [another, atMs] = [{ ...call }, clock.now()]
    const wait = (of: typeof call) => gate.limitWait(() => given.push(clock.now() - atMs), of)
    gate.troubled()
    const hadOne = wait(call)
    await clock.advance(100)
    hadOne()
    for (const of of [call, another]) wait(of)
    await clock.advance(150)
    wait(call)
    await clock.advance(1)
    expect(given).toEqual([150, 250, 250])
  })

  it('ends with its connection', async () => {
    const { clock, gate, given, wait } = setUp()
    wait()()
    gate.troubled()
    wait()()
    await clock.advance(1_000)
    expect(given).toEqual([])
  })
})
