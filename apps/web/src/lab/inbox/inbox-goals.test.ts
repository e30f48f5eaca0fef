import type { CopiesDelivered } from '@switchyard/contracts/copies'
import { expect, it } from 'vitest'
import { inboxGoals, type Round, talliesOf, whatCameOfCopies } from './inbox-goals.ts'

const at = '2026-11-28T10:00:00.000Z'
const message = (queue: string, about: Partial<CopiesDelivered['messages'][number]> = {}) => ({
  ...{ id: queue, name: 'orders.orderConfirmed', from: 'orders', queue, appliedAt: at },
  copies: [1, 2, 3, 4].map((afterMs) => ({ afterMs })),
  ...about,
})
const round = ({
  messages = [message('orders.mailroom'), message('orders.history')],
  changed = 0,
  status = 'confirmed' as Round['status'],
} = {}): Round => ({
  status,
  delivered: { at, messages, tables: [{ service: 'orders', table: 'mails', rows: 7, changed }] },
})
const seen = (rounds: readonly Round[], mails = 1) =>
  inboxGoals({ path: undefined, rounds, mails })
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('counts the first delivery and every copy that was taken, over all presses', () => {
  const [mail] = talliesOf([
    round(),
    round({ messages: [message('orders.mailroom', { copies: [{ afterMs: null }] })] }),
  ])
  expect(mail).toMatchObject({ deliveries: 5, copies: [1, 2, 3, 4, null] })
  expect(talliesOf([round({ messages: [message('q', { appliedAt: null })] })])[0]?.deliveries).toBe(4)
})

it('ticks five deliveries only when every message had them', () => {
  expect(seen([])).toEqual([])
  expect(seen([round({ messages: [message('orders.mailroom', { copies: [{ afterMs: 1 }] })] })])).toEqual([])
  expect(seen([round()])).toEqual(['five', 'none', 'once'])
})

it('ticks neither unchanged rows nor one effect when they are otherwise', () => {
  expect(seen([round({ changed: 1 })])).toEqual(['five', 'once'])
  expect(seen([round()], 2)).toEqual(['five', 'none'])
  expect(
    seen(
      [
        round({
          messages: [message('q', { appliedAt: null, copies: [1, 2, 3, 4, 5].map((afterMs) => ({ afterMs })) })],
        }),
      ],
      0,
    ),
  ).toEqual(['five', 'none'])
})

it('ticks late copies only for an order that is cancelled', () => {
  expect(seen([round({ status: 'cancelled' })])).toEqual(['five', 'none', 'once', 'late'])
  expect(seen([round({ status: 'cancelled', changed: 2 })])).toEqual(['five', 'once'])
})

it('judges the prediction once copies came, by the rows', () => {
  expect(whatCameOfCopies({ path: undefined, rounds: [], mails: 0 })).toBeNull()
  expect(whatCameOfCopies({ path: undefined, rounds: [round()], mails: 1 })).toBe('same')
  expect(whatCameOfCopies({ path: undefined, rounds: [round({ changed: 1 })], mails: 1 })).toBe('again')
})
