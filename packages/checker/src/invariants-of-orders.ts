import { type Invariant, isSold } from './invariant.ts'

/** What a buyer was told stays true. */
export const invariantsOfOrders: readonly Invariant[] = [
  {
    name: 'every order ends',
    guarantee: 'No order is under way longer than its deadline.',
    inCase: ({ order, isAtRest, isLate }) => {
      if (!order || isAtRest || !isLate(order.statusAt)) return []
      const sagas = order.sagas.map(({ name, state }) => `${name} ${state}`).join(', ')
      return [`order ${order.orderId} is ${order.status}, its payment ${order.payment.state} (${sagas})`]
    },
  },
  {
    name: 'history goes a legal way',
    guarantee: 'A timeline counts from 1 without gaps, never goes back, and ends at the status that the order has.',
    inCase: ({ order }) => {
      if (!order) return []
      const { orderId, status, timeline } = order
      const way = timeline.map((entry) => entry.status)
      const counts = timeline.every(({ seq }, index) => seq === index + 1)
      const leaps = way.some((to, index) => !mayFollow(way[index - 1], to))
      return [
        ...(counts ? [] : [`order ${orderId} counts ${timeline.map(({ seq }) => seq).join(', ')}`]),
        ...(leaps ? [`order ${orderId} went ${way.join(' → ')}`] : []),
        ...(way.at(-1) === status ? [] : [`order ${orderId} is ${status}, and its history ends ${way.at(-1)}`]),
      ]
    },
  },
  {
    name: 'saga and order agree',
    guarantee: 'A saga that is done has done every step and sold; one that is undone has left no step as it was.',
    inCase: ({ order }) => {
      const [saga] = order?.sagas.filter(({ name }) => name === 'fulfil-order') ?? []
      if (!order || !saga) return order ? [`order ${order.orderId} has no saga`] : []
      const steps = saga.steps.map(({ name, state }) => `${name} ${state}`).join(', ')
      const done = saga.state !== 'done' || (isSold(order) && saga.steps.every(({ state }) => state === 'done'))
      const undone = saga.state !== 'undone' || saga.steps.every(({ state }) => isOver(state))
      const inTurn = saga.steps.every(({ state }, index) => state === 'waiting' || hasBegun(saga.steps[index - 1]))
      if (done && undone && inTurn) return []
      return [`order ${order.orderId} is ${order.status}, and its saga is ${saga.state} with ${steps}`]
    },
  },
  {
    name: 'one order a key',
    guarantee: 'Every order was placed under one key, by its owner, and that key is answered with this order.',
    inCase: ({ order }) => {
      if (!order) return []
      if (order.keys.length !== 1) return [`order ${order.orderId} is the answer to ${order.keys.length} keys`]
      return order.keys.flatMap(({ isOwn }) =>
        isOwn ? [] : [`order ${order.orderId} is the answer to a key of somebody else, or with another total`],
      )
    },
  },
  {
    name: 'one mail an order and kind',
    guarantee: 'Who bought, was rejected, cancelled or sent back gets the mail that says so, once.',
    inCase: ({ order, isAtRest }) => {
      if (!order) return []
      const kinds = order.mails.map(({ kind }) => kind)
      const expected = isSold(order) ? 'order_confirmed' : mails[order.status]
      const missing = isAtRest && expected !== undefined && !kinds.includes(expected)
      return [
        ...(missing ? [`order ${order.orderId} is ${order.status} and has no mail ${expected}`] : []),
        ...(new Set(kinds).size === kinds.length ? [] : [`order ${order.orderId} has the mails ${kinds.join(', ')}`]),
      ]
    },
  },
  {
    name: 'nobody gets what is another’s',
    guarantee: 'What is written about an order goes to whoever placed it.',
    inCase: ({ order }) =>
      order?.mails.flatMap(({ kind, isOwn }) =>
        isOwn ? [] : [`mail ${kind} of order ${order.orderId} went to somebody else`],
      ) ?? [],
  },
]

const mails: Record<string, string | undefined> = {
  rejected: 'order_rejected',
  cancelled: 'order_cancelled',
  returned: 'order_returned',
}

/** What may follow, as the public contract has it; several entries of one status are notes about it. */
const next: Record<string, readonly string[] | undefined> = {
  pending: ['reserved', 'rejected', 'cancelled'],
  reserved: ['paid', 'rejected', 'cancelled'],
  paid: ['confirmed', 'rejected', 'cancelled'],
  confirmed: ['shipped', 'cancelled'],
  shipped: ['delivered', 'returned'],
  delivered: ['returned'],
}

const mayFollow = (from: string | undefined, to: string): boolean =>
  from === undefined ? to === 'pending' : from === to || next[from]?.includes(to) === true

const isOver = (state: string): boolean => state !== 'running' && state !== 'done' && state !== 'undoing'

const hasBegun = (before: { state: string } | undefined): boolean => before === undefined || before.state !== 'waiting'
