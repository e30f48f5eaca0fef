import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bulkhead, bulkhead } from './bulkhead.ts'
import { callOf } from './testing/call.ts'

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const never = new AbortController().signal

/** Visitors of a bulkhead, and who got in, in that order. */
function visitorsOf(hold: Bulkhead) {
  const entered: number[] = []
  const visitors: { state: 'waiting' | 'inside' | 'gone'; leaving: AbortController; error?: unknown }[] = []
  return {
    entered,
    visitors,
    come() {
      const visitor: (typeof visitors)[number] = { state: 'waiting', leaving: new AbortController() }
      const number = visitors.push(visitor) - 1
      hold.enter(visitor.leaving.signal).then(
        () => {
          visitor.state = 'inside'
          entered.push(number)
        },
        (error: unknown) => Object.assign(visitor, { state: 'gone', error }),
      )
      return visitor
    },
    those: (state: 'waiting' | 'inside' | 'gone') => visitors.filter((one) => one.state === state),
    go(visitor: (typeof visitors)[number]) {
      visitor.state = 'gone'
      hold.leave()
    },
  }
}

test('so many get in, the next wait in the order of arrival', async () => {
  const hold = new Bulkhead({ inFlightMax: 2, waitingMax: 3 })
  const { come, entered, go, visitors } = visitorsOf(hold)
  for (let n = 0; n < 5; n++) come()
  await settled()
  expect([entered, hold.inFlight]).toEqual([[0, 1], 2])
  for (const visitor of visitors.slice(0, 3)) {
    go(visitor)
    await settled()
  }
  expect([entered, hold.inFlight]).toEqual([[0, 1, 2, 3, 4], 2])
})

test('whoever finds the line full is told to come back later, and those in it keep their place', async () => {
  const { come, entered, go, visitors } = visitorsOf(new Bulkhead({ inFlightMax: 1, waitingMax: 1 }))
  for (let n = 0; n < 3; n++) come()
  await settled()
  expect(visitors[2]).toMatchObject({ state: 'gone', error: { code: 'overloaded', details: { retryAfterMs: 1_000 } } })
  for (const visitor of visitors.slice(0, 1)) go(visitor)
  await settled()
  expect(entered).toEqual([0, 1])
})

test('whoever leaves the line gives its place to somebody else', async () => {
  const hold = new Bulkhead({ inFlightMax: 1, waitingMax: 1 })
  const { come, go, entered } = visitorsOf(hold)
  const first = come()
  const impatient = come()
  await settled()
  impatient.leaving.abort('too long')
  await settled()
  expect(impatient).toMatchObject({ state: 'gone', error: 'too long' })
  come()
  go(first)
  await settled()
  expect(entered).toEqual([0, 2])
})

test('a place that comes free while the next in line leaves goes to whoever comes after', async () => {
  const hold = new Bulkhead({ inFlightMax: 1, waitingMax: 2 })
  const { come, go, entered, visitors } = visitorsOf(hold)
  for (let n = 0; n < 3; n++) come()
  await settled()
  visitors[1]?.leaving.abort()
  for (const visitor of visitors.slice(0, 1)) go(visitor)
  await settled()
  expect([entered, hold.inFlight]).toEqual([[0, 2], 1])
})

test('whoever has left already does not get in', async () => {
  const hold = new Bulkhead()
  await expect(hold.enter(AbortSignal.abort('gone'))).rejects.toBe('gone')
  expect(hold.inFlight).toBe(0)
})

test('who was let in just before goes on before who comes now', async () => {
  const { come, go, entered } = visitorsOf(new Bulkhead({ inFlightMax: 2, waitingMax: 1 }))
  const inside = [come(), come()]
  await settled()
  come()
  for (const visitor of inside) go(visitor)
  come()
  await settled()
  expect(entered).toEqual([0, 1, 2, 3])
})

test('no place is lost and nobody overtakes, however calls come, end and give up', async () => {
  const step = fc.tuple(fc.constantFrom('come', 'go', 'give up', 'pause'), fc.nat(20))
  const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const hold = new Bulkhead({ inFlightMax: 2, waitingMax: 3 })
    const { come, go, those, entered } = visitorsOf(hold)
    const pick = (state: 'waiting' | 'inside', n: number) => those(state)[n % Math.max(1, those(state).length)]
    for (const [kind, n] of steps) {
      const inside = pick('inside', n)
      if (kind === 'come') come()
      else if (kind === 'go' && inside) go(inside)
      else if (kind === 'give up') pick('waiting', n)?.leaving.abort()
      else await settled()
      expect(hold.inFlight).toBeLessThanOrEqual(2)
    }
    for (await settled(); those('inside').length > 0; await settled()) for (const one of those('inside')) go(one)
    expect([hold.inFlight, those('waiting')]).toEqual([0, []])
    expect(entered).toEqual(entered.toSorted((a, b) => a - b))
  })
  await fc.assert(property)
})

describe('around calls', () => {
  test('a call that fails leaves its place like one that is answered', async () => {
    const hold = new Bulkhead({ inFlightMax: 1, waitingMax: 0 })
    const wrap = bulkhead(hold)
    await expect(wrap(callOf(), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await wrap(callOf({ signal: never }), async () => hold.inFlight)).toBe(1)
    expect(hold.inFlight).toBe(0)
  })

  test('a call that is turned away is never made', async () => {
    const wrap = bulkhead(new Bulkhead({ inFlightMax: 1, waitingMax: 0 }))
    void wrap(callOf(), () => new Promise(() => {}))
    let made = false
    const second = wrap(callOf(), async () => {
      made = true
    })
    await expect(second).rejects.toMatchObject({ code: 'overloaded' })
    expect(made).toBe(false)
  })
})
