import { expect, it } from 'vitest'
import { payloadLines } from './payload-lines'

const shown = (before: unknown, after: unknown) =>
  payloadLines(before, after).map(({ text, kind }) => `${{ same: ' ', before: '-', after: '+' }[kind]}${text}`)

it('shows a payload that nobody changed as it is', () => {
  expect(shown({ a: 1 }, { a: 1 })).toEqual([' {', '   "a": 1', ' }'])
})

it('shows what a change took out and put in, between what stayed', () => {
  expect(shown({ order_id: 'x', n: 1 }, { orderId: 'x', n: 1 })).toEqual([
    ' {',
    '-  "order_id": "x",',
    '+  "orderId": "x",',
    '   "n": 1',
    ' }',
  ])
})

it('shows lines that were only added or only removed', () => {
  expect(shown([], [1])).toEqual(['-[]', '+[', '+  1', '+]'])
  expect(shown({ a: 1, b: [2, 3] }, { a: 1, b: [3] })).toEqual([
    ' {',
    '   "a": 1,',
    '   "b": [',
    '-    2,',
    '     3',
    '   ]',
    ' }',
  ])
})
