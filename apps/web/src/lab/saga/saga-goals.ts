import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { Goal } from '../goals'

/** An order that was placed here, with the card that it was placed with. */
export interface Tried {
  token: string
  path: OrderPath
}

/** What there is to see on the page of the saga, in the order that is looked at. */
export function sagaGoals(tried: Tried | undefined): Goal[] {
  const state = (name: string) => tried?.path.saga.steps.find((step) => step.name === name)?.state
  const { status } = tried?.path ?? {}
  const isOver = tried?.path.saga.state === 'undone'
  const areBothUndone = state('charge') === 'undone' && state('reserve') === 'undone' && isOver
  return [
    {
      key: 'forward',
      text: 'See an order go through every step',
      seen: tried?.path.saga.state === 'done',
      figure: tried && `${tried.path.saga.steps.filter((step) => step.state === 'done').length} of 3`,
    },
    {
      key: 'refused',
      text: 'Let the bank say no, and see the reservation undone',
      seen: status === 'rejected' && state('charge') === 'refused' && state('reserve') === 'undone' && isOver,
    },
    {
      key: 'away',
      text: 'Order with a bank that is away, cancel, and see that nothing was charged',
      seen: tried?.token === 'tok_down' && status === 'cancelled' && areBothUndone,
    },
    {
      key: 'returned',
      text: 'Ship, deliver, send back, and see both undos',
      seen: status === 'returned' && areBothUndone && tried?.path.stock?.state === 'released',
    },
  ]
}

/** What became of the prints of an order that the bank refused; `null` while there is none, or it is still being undone. */
export function whatCameOfPrints(tried: Tried | undefined): 'held' | 'released' | null {
  const { path } = tried ?? {}
  if (path?.status !== 'rejected' || path.saga.state !== 'undone') return null
  return path.stock?.state === 'held' ? 'held' : 'released'
}
