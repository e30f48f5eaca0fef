import type { IncomingMessage } from 'node:http'
import type { FaultRequest } from '@switchyard/contracts/lab'
import { TestClock } from '@switchyard/runtime/clock'
import { beforeEach, describe, expect, test } from 'vitest'
import { pingName, type ServedCall } from './around.ts'
import { isFailure } from './failure.ts'
import { Faults } from './fault.ts'
import { callOf } from './testing/call.ts'

let clock: TestClock
let faults: Faults
/** What the next calls draw; 0 once it is empty. */
let draws: number[]
/** What was worked on, in order. */
let worked: string[]

beforeEach(() => {
  clock = new TestClock()
  draws = []
  worked = []
  faults = new Faults({ clock, random: () => draws.shift() ?? 0 })
})

const on = (...given: Partial<FaultRequest>[]) => {
  const usual = { target: { service: 'orders' }, kind: 'error', share: 1, ttlS: 10 }
  const more = { id: 'fault-1', expiresAt: '2026-01-01T00:00:10.000Z' }
  faults.hear({ type: 'faults', faults: given.map((fault) => ({ ...usual, ...fault, ...more })) })
}
const callBy = (session?: string, over: Partial<ServedCall> = {}): ServedCall => {
  const { name, envelope, signal } = callOf()
  return { name, signal, envelope: session ? { ...envelope, lab: { session, without: [] } } : envelope, ...over }
}
const ping = { name: pingName, signal: new AbortController().signal }

/** Makes a call and says what has become of it so far. */
function make(call: ServedCall = callBy()) {
  const seen = { outcome: 'waiting' }
  const work = async ({ name }: ServedCall) => void worked.push(name)
  faults.call(call, work).then(
    () => (seen.outcome = 'answered'),
    (error) => (seen.outcome = isFailure(error) ? error.code : 'left'),
  )
  return seen
}

/** Asks the instance over HTTP and says whether it came to an answer. */
async function ask() {
  let answered = false
  await faults.request({ resume() {} } as IncomingMessage, async () => {
    answered = true
  })
  return answered
}

describe('a latency', () => {
  test('answers that much later', async () => {
    on({ kind: 'latency', delayMs: 500 })
    const call = make()
    await clock.advance(499)
    expect(call.outcome).toBe('waiting')
    await clock.advance(1)
    expect(call.outcome).toBe('answered')
  })

  test('starts no work for a caller who has left meanwhile', async () => {
    on({ kind: 'latency', delayMs: 500 })
    const caller = new AbortController()
    const call = make(callBy('s', { signal: caller.signal }))
    caller.abort()
    await clock.advance(500)
    expect([call.outcome, worked]).toEqual(['left', []])
  })

  test('adds up with another', async () => {
    on({ kind: 'latency', delayMs: 500 }, { kind: 'latency', delayMs: 300 })
    const call = make()
    await clock.advance(799)
    expect(call.outcome).toBe('waiting')
    await clock.advance(1)
    expect(call.outcome).toBe('answered')
  })
})

test('an error answers internal, and does no work', async () => {
  on({ kind: 'error' })
  const call = make()
  await clock.advance(0)
  expect([call.outcome, worked]).toEqual(['internal', []])
})

test('a drop never answers', async () => {
  on({ kind: 'drop', operation: 'byId' })
  const call = make()
  await clock.advance(3_600_000)
  expect([call.outcome, worked]).toEqual(['waiting', []])
})

test('a share of the calls is hit, as it is drawn', async () => {
  on({ share: 0.3 })
  draws = [0.29, 0.3, 0.99]
  const calls = [make(), make(), make()]
  await clock.advance(0)
  expect(calls.map(({ outcome }) => outcome)).toEqual(['internal', 'answered', 'answered'])
})

describe('what a fault is meant for', () => {
  test.each([
    ['an operation hits that one', { operation: 'byId' }, callBy(), 'internal'],
    ['another operation passes it by', { operation: 'place' }, callBy(), 'answered'],
    ['an operation spares pings', { operation: 'byId' }, ping, 'answered'],
    ['a session hits its own calls', { scope: 'ann' }, callBy('ann'), 'internal'],
    ['a session spares the calls of another', { scope: 'ann' }, callBy('bob'), 'answered'],
    ['a session spares calls of nobody', { scope: 'ann' }, callBy(), 'answered'],
    ['a session spares pings', { scope: 'ann' }, ping, 'answered'],
    ['nobody in particular hits everybody', {}, callBy('ann'), 'internal'],
    ['nobody in particular hits pings', {}, ping, 'internal'],
  ] as const)('%s', async (_, fault, call, outcome) => {
    on(fault)
    const made = make(call)
    await clock.advance(0)
    expect(made.outcome).toBe(outcome)
  })
})

describe('a drop of everything', () => {
  test('silences the whole instance, also what was under way', async () => {
    const under = Promise.withResolvers<void>()
    let outcome = 'waiting'
    void faults.call(callBy(), () => under.promise).then(() => (outcome = 'answered'))
    expect(await ask()).toBe(true)
    on({ kind: 'drop' })
    under.resolve()
    await clock.advance(0)
    expect([outcome, await ask()]).toEqual(['waiting', false])
  })

  test.each([
    ['an operation', { operation: 'byId' }],
    ['a session', { scope: 'ann' }],
    ['a share', { share: 0.99 }],
  ])('that is only of %s leaves health alone', async (_, fault) => {
    on({ kind: 'drop', ...fault })
    expect(await ask()).toBe(true)
  })
})

test('the list that was told last is what holds, and other messages change nothing', async () => {
  on({ kind: 'drop' })
  for (const message of [undefined, 'faults', { type: 'ready' }, { type: 'faults', faults: [{}] }]) faults.hear(message)
  expect(await ask()).toBe(false)
  on()
  const call = make()
  await clock.advance(0)
  expect([call.outcome, await ask()]).toEqual(['answered', true])
})

test('a fault of a queue is none of the calls’', async () => {
  on({ target: { queue: 'orders.mailroom' }, kind: 'error' })
  const call = make()
  await clock.advance(0)
  expect([call.outcome, await ask()]).toEqual(['answered', true])
})
