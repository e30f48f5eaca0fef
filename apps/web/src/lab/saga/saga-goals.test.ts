import type { OrderPath } from '@switchyard/contracts/lab-operations'
import { expect, it } from 'vitest'
import { sagaGoals, type Tried, whatCameOfPrints } from './saga-goals.ts'

type Step = OrderPath['saga']['steps'][number]['state']

const tried = (
  status: OrderPath['status'],
  {
    saga,
    steps,
    stock = 'released',
    token = 'tok_ok',
  }: {
    saga: OrderPath['saga']['state']
    steps: readonly [Step, Step, Step]
    stock?: string
    token?: string
  },
) =>
  ({
    token,
    path: {
      status,
      saga: { state: saga, steps: ['reserve', 'charge', 'commit'].map((name, at) => ({ name, state: steps[at] })) },
      stock: { state: stock, expiresAt: null },
    },
  }) as unknown as Tried
const seen = (one: Tried | undefined) =>
  sagaGoals(one)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks the way forward only at its end', () => {
  expect(seen(undefined)).toEqual([])
  expect(seen(tried('paid', { saga: 'running', steps: ['done', 'done', 'running'] }))).toEqual([])
  expect(seen(tried('confirmed', { saga: 'done', steps: ['done', 'done', 'done'], stock: 'committed' }))).toEqual([
    'forward',
  ])
})

it('ticks a refusal once the reservation is undone', () => {
  expect(seen(tried('rejected', { saga: 'undoing', steps: ['undoing', 'refused', 'waiting'] }))).toEqual([])
  expect(seen(tried('rejected', { saga: 'undone', steps: ['undone', 'refused', 'waiting'] }))).toEqual(['refused'])
  expect(seen(tried('rejected', { saga: 'undone', steps: ['refused', 'waiting', 'waiting'] }))).toEqual([])
})

it('ticks a bank that was away only for the card that meets one, and a return only for what was sent back', () => {
  const undone = { saga: 'undone', steps: ['undone', 'undone', 'waiting'] } as const
  expect(seen(tried('cancelled', { ...undone, token: 'tok_down' }))).toEqual(['away'])
  expect(seen(tried('cancelled', undone))).toEqual([])
  expect(seen(tried('returned', { saga: 'undone', steps: ['undone', 'undone', 'undone'] }))).toEqual(['returned'])
  expect(
    seen(tried('returned', { saga: 'undone', steps: ['undone', 'undone', 'undone'], stock: 'committed' })),
  ).toEqual([])
})

it('judges the prediction by what became of the prints after a refusal, and not before', () => {
  expect(whatCameOfPrints(tried('confirmed', { saga: 'done', steps: ['done', 'done', 'done'] }))).toBeNull()
  expect(whatCameOfPrints(tried('rejected', { saga: 'undoing', steps: ['undoing', 'refused', 'waiting'] }))).toBeNull()
  const over = { saga: 'undone', steps: ['undone', 'refused', 'waiting'] } as const
  expect(whatCameOfPrints(tried('rejected', over))).toBe('released')
  expect(whatCameOfPrints(tried('rejected', { ...over, stock: 'held' }))).toBe('held')
})
