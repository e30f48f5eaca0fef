import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureServiceKeys } from '@switchyard/rpc/testing/service-keys'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { chain } from './cases/chain.ts'
import { encrypted } from './cases/encrypted.ts'
import { instancePicks } from './cases/instance-picks.ts'
import { readings } from './cases/readings.ts'
import { tokens } from './cases/tokens.ts'
import { figureOf, isMet } from './figure.ts'
import { interleave } from './interleave.ts'
import { tableOf } from './table.ts'

test.each([chain, encrypted, instancePicks, tokens, readings])(
  '$name measures what it says, in one short round',
  async ({ run }) => {
    const secretsDir = await mkdtemp(join(tmpdir(), 'switchyard-bench-'))
    await ensureServiceKeys({ secretsDir, services: ['gateway', 'orders'] })
    const noEngine = () => Promise.reject(new Error('this case needs no engine'))
    const engines = { databaseUrl: noEngine, redisUrl: noEngine }
    const figures = await run({ rounds: 1, share: 0.01, secretsDir, ...engines, clock })
    await rm(secretsDir, { recursive: true })
    expect(figures.length).toBeGreaterThan(0)
    for (const { what, min, median, max } of figures) {
      expect([what, min <= median && median <= max]).toEqual([what, true])
      expect(tableOf(figures)).toContain(what)
    }
  },
)

test('lanes run by turns, and the first round is not kept', async () => {
  const order: string[] = []
  const lane = (name: string) => async () => ({ each: order.push(name) })
  const kept = await interleave({ a: lane('a'), b: lane('b') }, 2)
  expect(order.join('')).toBe('ababab')
  expect(kept).toEqual({ a: [{ each: 3 }, { each: 5 }], b: [{ each: 4 }, { each: 6 }] })
})

test('a figure is the median of its rounds, judged by its goal, and never made of nothing', () => {
  expect(figureOf('x', [9, 1, 2])).toEqual({ what: 'x', median: 2, min: 1, max: 9, unit: 'µs' })
  expect(figureOf('x', [4, 1, 2, 3]).median).toBe(2.5)
  expect(isMet(figureOf('x', [5], 5))).toBe(true)
  expect(isMet(figureOf('x', [5.1], 5))).toBe(false)
  expect(isMet(figureOf('x', [5]))).toBeUndefined()
  expect(isMet(figureOf('x', [5], 5, '×'))).toBe(true)
  expect(isMet(figureOf('x', [4.9], 5, '/s'))).toBe(false)
  expect(() => figureOf('x', [1, undefined])).toThrow('x was not measured')
  expect(() => figureOf('x', [Number.NaN])).toThrow('x was not measured')
  expect(() => figureOf('x', [])).toThrow('x was not measured')
})
