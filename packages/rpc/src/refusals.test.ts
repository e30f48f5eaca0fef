import { expect, test } from 'vitest'
import { Refusals } from './refusals.ts'

const refused = (n: number, atMs = n) => ({
  instanceId: `rogue-${n}`,
  address: '6.6.6.6:66',
  why: 'it is not signed',
  atMs,
})

test('the latest twenty are remembered, each once, with when it was seen last', () => {
  const refusals = new Refusals()
  expect(refusals.take([refused(0), refused(1)])).toHaveLength(2)
  expect(refusals.take([refused(1, 99)])).toEqual([])
  expect(refusals.latest).toEqual([refused(0), refused(1, 99)])
  refusals.take(Array.from({ length: 50 }, (_, n) => refused(n + 100)))
  expect(refusals.latest.map(({ instanceId }) => instanceId)).toEqual(
    Array.from({ length: 20 }, (_, n) => `rogue-${n + 130}`),
  )
})
