import type { OrderStatus } from '@switchyard/contracts/orders'
import { type Invariant, known } from './facts.ts'

/** What a buyer was told stays true. */
export const invariantsOfOrders: readonly Invariant[] = [
  {
    name: 'no order is lost',
    guarantee: 'Every order that was acknowledged is there.',
    find: ({ acknowledged, orders }) =>
      acknowledged
        .filter(({ answer }) => !orders.has(answer.orderId))
        .map(({ answer, key }) => `order ${answer.orderId} (key ${key}) was acknowledged and is not to be found`),
  },
  {
    name: 'every order ends',
    guarantee: 'Once all is healed, an order is confirmed, rejected or cancelled.',
    find: (facts) =>
      known(facts)
        .filter(({ order }) => open.includes(order.status))
        .map(({ order }) => `order ${order.orderId} is still ${order.status}`),
  },
  {
    name: 'every outcome can be learnt',
    guarantee: 'A client that got no answer learns the outcome by sending its key again.',
    find: ({ unsettled }) => unsettled.map((key) => `nobody can tell what became of key ${key}`),
  },
  {
    name: 'one order a key',
    guarantee: 'A key that is sent again gets its first answer, byte for byte, and no two keys share an order.',
    find: ({ acknowledged, replays }) => [
      ...acknowledged
        .filter(({ key, text }) => replays.has(key) && replays.get(key) !== text)
        .map(({ key, text }) => `key ${key} was answered ${text} and then ${replays.get(key)}`),
      ...acknowledged
        .filter(({ key }) => !replays.has(key))
        .map(({ key }) => `key ${key} got no answer when it was sent again`),
      ...repeated(acknowledged.map(({ answer }) => answer.orderId)).map((id) => `order ${id} belongs to two keys`),
    ],
  },
  {
    name: 'an order is what was asked for',
    guarantee: 'Lines, total and buyer are those of the request, and of nobody else’s.',
    find: (facts) =>
      known(facts).flatMap(({ asked: { wanted, answer }, order }) => [
        ...(order.contact.email === wanted.contact.email
          ? []
          : [`order ${order.orderId} shows ${order.contact.email}`]),
        ...(order.total.amount === answer.total.amount ? [] : [`order ${order.orderId} changed its total`]),
        ...(linesOf(order.lines) === linesOf(wanted.lines) ? [] : [`order ${order.orderId} has other lines`]),
      ]),
  },
  {
    name: 'nobody sees what is another’s',
    guarantee: 'No answer ever shows the marker of another buyer.',
    find: ({ strays }) => [...strays],
  },
  {
    name: 'history goes a legal way',
    guarantee: 'A timeline counts from 1 without gaps, never goes back, and ends at the status that the order shows.',
    find: (facts) => known(facts).flatMap(({ order }) => faultsOf(order)),
  },
]

const open: readonly OrderStatus[] = ['pending', 'reserved', 'paid']

/** What may follow, as the public contract has it; several entries of one status are notes about it. */
const next: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['reserved', 'rejected', 'cancelled'],
  reserved: ['paid', 'rejected', 'cancelled'],
  paid: ['confirmed', 'rejected', 'cancelled'],
  confirmed: ['shipped', 'cancelled'],
  shipped: ['delivered', 'returned'],
  delivered: ['returned'],
  rejected: [],
  cancelled: [],
  returned: [],
}

interface History {
  readonly orderId: string
  readonly status: OrderStatus
  readonly timeline: readonly { readonly seq: number; readonly status: OrderStatus }[]
}

function faultsOf({ orderId, status, timeline }: History): string[] {
  const way = timeline.map((entry) => entry.status)
  const counts = timeline.every(({ seq }, index) => seq === index + 1)
  const leap = way.findIndex((to, index) => {
    const from = way[index - 1]
    return from === undefined ? to !== 'pending' : to !== from && !next[from].includes(to)
  })
  return [
    ...(counts ? [] : [`order ${orderId} counts ${timeline.map(({ seq }) => seq).join(', ')}`]),
    ...(leap === -1 ? [] : [`order ${orderId} went ${way.join(' → ')}`]),
    ...(way.at(-1) === status ? [] : [`order ${orderId} is ${status}, and its history ends ${way.at(-1)}`]),
  ]
}

function linesOf(lines: readonly { sku: string; quantity: number }[]): string {
  return lines
    .map(({ sku, quantity }) => `${quantity} × ${sku}`)
    .sort()
    .join(', ')
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) < index))]
}
