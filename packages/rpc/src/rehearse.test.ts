import { contract, query } from '@switchyard/contracts/contract'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { implement } from './implement.ts'
import { rehearse } from './rehearse.ts'

const empty = z.strictObject({})
const stage = contract('stage', {
  from: ['gateway'],
  operations: {
    sing: query(empty, z.string(), { callers: ['anyone'] }),
    count: query(empty, z.int(), { callers: ['service'] }),
  },
})

function setUp(sing: () => Promise<string>) {
  const played: string[] = []
  const router = implement(stage, {
    sing: () => {
      played.push('sing')
      return sing()
    },
    count: async () => {
      played.push('count')
      return 1
    },
  })
  const clock = new TestClock()
  return {
    clock,
    played,
    play: () => rehearse<typeof stage>(router, (ask) => [ask.sing({}), ask.count({})], { clock, rounds: 3 }),
  }
}

test('every query is made in each round, in the name of a service', async () => {
  const { play, played } = setUp(async () => 'la')
  await play()
  expect(played).toEqual(['sing', 'count', 'sing', 'count', 'sing', 'count'])
})

test('what a query meets does not keep an instance from starting', async () => {
  const { play, played } = setUp(() => Promise.reject(new Error('hoarse')))
  await play()
  expect(played).toHaveLength(6)
})

test('nor does one that hangs, for longer than a second', async () => {
  const { play, played, clock } = setUp(() => new Promise(() => {}))
  let over = false
  const ended = play().then(() => {
    over = true
  })
  await clock.advance(999)
  expect(over).toBe(false)
  await clock.advance(1)
  await ended
  expect(played).toEqual(['sing', 'count'])
})
