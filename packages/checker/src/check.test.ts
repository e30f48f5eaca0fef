import type { OrderFacts, PileFacts, ReservationFacts, SentMessage } from '@switchyard/contracts/facts'
import { subscribers } from '@switchyard/contracts/subscribers'
import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { type Books, check, checkTwice } from './check.ts'
import type { LedgerEntry } from './invariant.ts'
import { invariants } from './invariants.ts'

const price = 4_900
const sku = 'moon-a3'
const idOf = (name: string) => `0190000000${name}`
const startAt = '2026-01-01T00:00:00.000Z'
const minute = 60_000

/** Everybody's books, in plain lists that a test may spoil. */
interface Shop {
  orders: OrderFacts[]
  reservations: ReservationFacts[]
  sent: SentMessage[]
  buried: { messageId: string; queue: string }[]
  piles: PileFacts[]
  entries: LedgerEntry[]
}

const steps = (...states: string[]) =>
  ['reserve', 'charge', 'commit'].map((name, index) => ({ name, state: states[index] ?? 'waiting' }))
const way = (...statuses: string[]) => statuses.map((status, index) => ({ seq: index + 1, status }))
const message = (
  orderId: string,
  name: string,
  { stepId = null, queue }: { stepId?: string | null; queue?: string } = {},
): SentMessage => ({
  ...{ id: `${name} ${orderId}`, name, orderId, stepId, at: startAt, isRelayed: true },
  kind: queue === name ? 'command' : 'event',
  deliveries: (queue === name ? [queue] : hearersOf(name)).map((reached) => delivery(reached)),
})
const delivery = (queue: string, { isAcknowledged = true, isReplay = false } = {}) => ({
  queue,
  isAcknowledged,
  isReplay,
})
const hearersOf = (name: string): string[] =>
  Object.entries<readonly { name: string }[]>(subscribers).flatMap(([queue, events]) =>
    events.some((event) => event.name === name) ? [queue] : [],
  )
const reserve = (orderId: string, answer = 'inventory.stockReserved') => [
  message(orderId, 'inventory.reserveStock', { stepId: `${orderId}:reserve`, queue: 'inventory.reserveStock' }),
  message(orderId, answer, { stepId: `${orderId}:reserve` }),
]
const told = (orderId: string, event: string) => [
  message(orderId, 'orders.orderPlaced'),
  message(orderId, `orders.${event}`),
]

const sale: OrderFacts = {
  ...{ orderId: idOf('a'), number: 'HT-A', status: 'confirmed', totalAmount: 2 * price },
  ...{ placedAt: startAt, statusAt: startAt },
  lines: [{ sku, quantity: 2, numbers: [1, 2] }],
  timeline: way('pending', 'reserved', 'paid', 'confirmed', 'confirmed'),
  sagas: [{ name: 'fulfil-order', state: 'done', steps: steps('done', 'done', 'done') }],
  payment: { state: 'captured', amount: 2 * price, chargeId: 'ch_a', refundId: null },
  read: { number: 'HT-A', status: 'confirmed', totalAmount: 2 * price },
  sales: [{ sku, quantity: 2, amount: 2 * price }],
  mails: [{ kind: 'order_confirmed', isOwn: true }],
  keys: [{ isOwn: true }],
}
const cancelled: OrderFacts = {
  ...{ ...sale, orderId: idOf('b'), number: 'HT-B', status: 'cancelled' },
  lines: [{ sku, quantity: 2, numbers: [] }],
  timeline: way('pending', 'reserved', 'paid', 'confirmed', 'cancelled', 'cancelled'),
  sagas: [{ name: 'fulfil-order', state: 'undone', steps: steps('undone', 'undone', 'undone') }],
  payment: { state: 'refunded', amount: 2 * price, chargeId: 'ch_b', refundId: 're_b' },
  read: { number: 'HT-B', status: 'cancelled', totalAmount: 2 * price },
  sales: [...sale.sales, { sku, quantity: -2, amount: -2 * price }],
  mails: [
    { kind: 'order_confirmed', isOwn: true },
    { kind: 'order_cancelled', isOwn: true },
  ],
}
const rejected: OrderFacts = {
  ...{ ...sale, orderId: idOf('c'), number: 'HT-C', status: 'rejected' },
  lines: [{ sku, quantity: 2, numbers: [] }],
  timeline: way('pending', 'rejected'),
  sagas: [{ name: 'fulfil-order', state: 'undone', steps: steps('refused') }],
  payment: { state: 'abandoned', amount: 2 * price, chargeId: null, refundId: null },
  read: { number: 'HT-C', status: 'rejected', totalAmount: 2 * price },
  sales: [],
  mails: [{ kind: 'order_rejected', isOwn: true }],
}
const committed: ReservationFacts = {
  ...{ orderId: sale.orderId, state: 'committed', expiresAt: null },
  lines: [{ sku, quantity: 2, numbers: [1, 2] }],
}
const entry = (name: string, kind: 'charge' | 'refund'): LedgerEntry => ({
  ...{ entryId: `${kind === 'charge' ? 'ch' : 're'}_${name}`, kind, orderId: idOf(name), amount: 2 * price },
  idempotencyKey: `${kind}-${idOf(name)}`,
})
const pile: PileFacts = {
  ...{ sku, edition: 50, onHand: 48, reserved: 0, sold: 2, held: 0, committed: 2, numbered: 2 },
  moved: { edition: 50, onHand: 48, reserved: 0, sold: 2 },
}

/** A sale, a sale that was cancelled, and a rejection: all as it should be. */
const sound = (): Shop => ({
  orders: [sale, cancelled, rejected],
  reservations: [
    committed,
    { ...committed, orderId: cancelled.orderId, state: 'released', lines: [{ sku, quantity: 2, numbers: [] }] },
    { orderId: rejected.orderId, state: 'refused', expiresAt: null, lines: [] },
  ],
  sent: [
    ...told(sale.orderId, 'orderConfirmed'),
    ...told(cancelled.orderId, 'orderConfirmed'),
    message(cancelled.orderId, 'orders.orderCancelled'),
    ...told(rejected.orderId, 'orderRejected'),
    ...[sale, cancelled].flatMap(({ orderId }) => reserve(orderId)),
    ...reserve(rejected.orderId, 'inventory.stockRefused'),
  ],
  buried: [],
  piles: [pile],
  entries: [entry('a', 'charge'), entry('b', 'charge'), entry('b', 'refund')],
})

const booksOf = (shop: () => Shop): Books => ({
  orders: async (after) => {
    const [order] = shop().orders.filter(({ orderId }) => orderId > after)
    const orders = order ? [order] : []
    return { orders, sent: [], buried: [], isLast: order === undefined || order === shop().orders.at(-1) }
  },
  stockroom: async ({ after, until }) => {
    const isWithin = ({ orderId }: { orderId: string }) => orderId > after && (until === null || orderId <= until)
    const { reservations, sent, buried } = shop()
    return { reservations: reservations.filter(isWithin), sent: sent.filter(isWithin), buried }
  },
  piles: async () => shop().piles,
  ledger: async () => shop().entries,
})

const brokenIn = async (shop: Shop, options: { atRest?: boolean; afterMs?: number } = {}) => {
  const { atRest = true, afterMs = minute } = options
  const clock = new TestClock(Date.parse(startAt) + afterMs)
  const { invariants: all } = await check({ books: booksOf(() => shop), clock, sinceMs: 0, atRest })
  return all.filter(({ broken }) => broken > 0)
}

const order = (changed: Partial<OrderFacts>, of = sale) => ({
  orders: sound().orders.map((one) => (one === of ? { ...one, ...changed } : one)),
})
const saga = (state: string, ...states: string[]) => ({
  sagas: [{ name: 'fulfil-order', state, steps: steps(...states) }],
})
const stock = (changed: Partial<PileFacts>) => ({ piles: [{ ...pile, ...changed }] })
const reservation = (changed: Partial<ReservationFacts>) => ({
  reservations: sound().reservations.map((one) => (one === committed ? { ...one, ...changed } : one)),
})
const sent = (change: (all: SentMessage[]) => SentMessage[]) => ({ sent: change(sound().sent) })
const withSent = (wanted: string, changed: Partial<SentMessage>) =>
  sent((all) => all.map((one) => (one.name === wanted && one.orderId === sale.orderId ? { ...one, ...changed } : one)))
const without = (wanted: string) =>
  sent((all) => all.filter(({ name, orderId }) => name !== wanted || orderId !== sale.orderId))
const unknown = idOf('z')

/** What a broken shop would leave behind, by the invariant that must find it. */
const planted: Record<string, Record<string, Partial<Shop>>> = {
  'every order ends': {
    'a saga stands still': order(saga('running', 'done', 'running')),
    'money is under way for ever': order({ payment: { ...cancelled.payment, state: 'refunding' } }, cancelled),
  },
  'history goes a legal way': {
    'an entry is missing': order({ timeline: sale.timeline.slice(1) }),
    'an order comes back from its end': order({ timeline: way('pending', 'rejected', 'confirmed') }),
    'a step is skipped': order({ timeline: way('pending', 'paid', 'confirmed') }),
    'status and history differ': order({ status: 'shipped' }),
  },
  'saga and order agree': {
    'a step was left out': order(saga('done', 'done', 'waiting', 'done')),
    'an undone saga keeps a step': order(saga('undone', 'undone', 'done', 'undone'), cancelled),
    'an order is confirmed that was never sold': order({ status: 'cancelled' }),
  },
  'one order a key': {
    'an order has no key': order({ keys: [] }),
    'two keys get one order': order({ keys: [{ isOwn: true }, { isOwn: true }] }),
    'the key is somebody else’s': order({ keys: [{ isOwn: false }] }),
  },
  'one mail an order and kind': {
    'a mail is missing': order({ mails: [] }),
    'a mail comes twice': order({ mails: [...sale.mails, ...sale.mails] }),
  },
  'nobody gets what is another’s': {
    'a mail goes astray': order({ mails: [{ kind: 'order_confirmed', isOwn: false }] }),
  },
  'one charge a sale': {
    'a sale is not charged': { entries: sound().entries.slice(1) },
    'the amount is wrong': { entries: [{ ...entry('a', 'charge'), amount: 1 }, ...sound().entries.slice(1)] },
    'a sale is given back': { entries: [...sound().entries, entry('a', 'refund')] },
  },
  'no card is charged twice': {
    'a second charge is made': { entries: [...sound().entries, { ...entry('a', 'charge'), entryId: 'ch_again' }] },
    'it is made while the first is under way': {
      ...order({ payment: { state: 'charging', amount: 2 * price, chargeId: null, refundId: null } }),
      entries: [...sound().entries, { ...entry('a', 'charge'), entryId: 'ch_again' }],
    },
  },
  'nothing is refunded twice': {
    'a second refund is made': { entries: [...sound().entries, { ...entry('b', 'refund'), entryId: 're_again' }] },
  },
  'no sale, no money': {
    'a cancelled order keeps the money': { entries: sound().entries.slice(0, 2) },
    'a rejected order is charged': { entries: [...sound().entries, entry('c', 'charge')] },
  },
  'no money without an order': {
    'an order that nobody knows is charged': { entries: [...sound().entries, entry('z', 'charge')] },
  },
  'money is booked as it moved': {
    'an order believes in a charge that was none': order({ payment: { ...sale.payment, chargeId: 'ch_dream' } }),
    'money moved under another key': {
      entries: sound().entries.map((one) => ({ ...one, idempotencyKey: 'something-new' })),
    },
  },
  'stock adds up': {
    'a print vanishes': stock({ onHand: 47 }),
    'more is promised than there is': stock({ reserved: 49, held: 49 }),
    'a pile does not follow from its movements': stock({ moved: { ...pile.moved, sold: 3 } }),
  },
  'every pile is somebody’s': {
    'a sale is counted twice': stock({ sold: 4, onHand: 46, moved: { ...pile.moved, sold: 4, onHand: 46 } }),
    'a hold is nobody’s': stock({ reserved: 1, moved: { ...pile.moved, reserved: 1 } }),
    'a print has no number': stock({ numbered: 1 }),
  },
  'sold is what was ordered': {
    'a sale was never committed': reservation({ state: 'held' }),
    'another quantity is committed': reservation({ lines: [{ sku, quantity: 1, numbers: [1, 2] }] }),
  },
  'nothing stays reserved': {
    'a cancelled order keeps its prints': {
      reservations: [...sound().reservations, { ...committed, orderId: cancelled.orderId, state: 'held' }],
    },
    'a hold outlives its time': reservation({ state: 'held', expiresAt: '2025-12-31T00:00:00.000Z' }),
  },
  'no stock without an order': {
    'stock is held for an order that nobody knows': {
      reservations: [...sound().reservations, { ...committed, orderId: unknown, state: 'held' }],
    },
  },
  'every print is one buyer’s': {
    'a number is missing': order({ lines: [{ sku, quantity: 2, numbers: [1] }] }),
    'an order shows a number that it was not given': order({ lines: [{ sku, quantity: 2, numbers: [1, 3] }] }),
    'a cancelled order keeps its numbers': order({ lines: sale.lines }, cancelled),
  },
  'every change is told': {
    'an event is missing': without('orders.orderConfirmed'),
    'an event is told twice': sent((all) => [...all, message(sale.orderId, 'orders.orderConfirmed')]),
    'something is told that did not happen': sent((all) => [...all, message(sale.orderId, 'orders.orderRejected')]),
  },
  'everything is sent': { 'a message waits in the outbox': withSent('orders.orderConfirmed', { isRelayed: false }) },
  'everyone is told': { 'a subscriber is forgotten': withSent('orders.orderConfirmed', { deliveries: [] }) },
  'everything sent is acknowledged': {
    'a delivery is lost': withSent('orders.orderConfirmed', {
      deliveries: [
        delivery('orders.mailroom', { isAcknowledged: false }),
        delivery('orders.history'),
        delivery('orders.partners'),
      ],
    }),
  },
  'acknowledged is applied': { 'a command has no effect': without('inventory.stockReserved') },
  'each message is applied once': {
    'one command has two answers': sent((all) => [...all, ...reserve(sale.orderId).slice(1)]),
  },
  'read models are the fold of the events': {
    'the history has never heard of an order': order({ read: null }),
    'the history shows an older status': order({ read: sale.read }, cancelled),
    'a sale is not counted': order({ sales: [] }),
    'a sale that was taken back is still counted': order({ sales: sale.sales }, cancelled),
    'a sale is counted at another price': order({ sales: [{ sku, quantity: 2, amount: 1 }] }),
  },
}

test('a sound shop breaks nothing, at rest or at work', async () => {
  expect(await brokenIn(sound())).toEqual([])
  expect(await brokenIn(sound(), { atRest: false })).toEqual([])
})

test('every invariant has a planted violation', () => {
  expect(Object.keys(planted)).toEqual(invariants.map(({ name }) => name))
})

describe.each(Object.entries(planted))('%s', (name, faults) => {
  test.each(Object.entries(faults))('is found broken when %s', async (_, fault) => {
    const found = (await brokenIn({ ...sound(), ...fault })).find((invariant) => invariant.name === name)
    expect(found?.broken).toBeGreaterThan(0)
    expect(found?.examples.every((example) => example.length > 10)).toBe(true)
  })
})

describe('at work', () => {
  const underWay = { ...sound(), ...order({ ...saga('running', 'done', 'running'), status: 'reserved' }) }

  test('leaves alone what has just changed and what is under way', async () => {
    const found = await brokenIn(underWay, { atRest: false, afterMs: 10 * minute })
    expect(found.map(({ name }) => name)).toEqual(['history goes a legal way'])
  })

  test('finds what is under way for longer than its deadline', async () => {
    const found = await brokenIn(underWay, { atRest: false, afterMs: 21 * minute })
    expect(found.map(({ name }) => name)).toContain('every order ends')
  })

  test('a command that is a dead letter was acknowledged without an effect, and rightly so', async () => {
    const id = 'inventory.reserveStock'
    const dead = { messageId: `${id} ${sale.orderId}`, queue: id }
    expect(await brokenIn({ ...sound(), ...without('inventory.stockReserved'), buried: [dead] })).toEqual([])
  })

  test('a command that waits in the outbox is not acknowledged', async () => {
    const waits = { isRelayed: false, deliveries: [] }
    const waiting = without('inventory.stockReserved').sent.map((one) =>
      one.orderId === sale.orderId && one.kind === 'command' ? { ...one, ...waits } : one,
    )
    expect(await brokenIn({ ...sound(), sent: waiting }, { atRest: false, afterMs: 10 * minute })).toEqual([])
  })

  test('a replay is waited for by nobody, however old what is replayed is', async () => {
    const deliveries = hearersOf('orders.orderConfirmed').map((queue, index) =>
      delivery(queue, { isAcknowledged: index > 0, isReplay: index === 0 }),
    )
    const replayed = { ...sound(), ...withSent('orders.orderConfirmed', { deliveries }) }
    expect(await brokenIn(replayed, { atRest: false, afterMs: 600 * minute })).toEqual([])
  })

  const soldMeanwhile = { onHand: 47, sold: 3, committed: 3 }
  const movedMeanwhile = { ...pile.moved, onHand: 47, sold: 3 }
  test.each([
    ['what is wrong once and right a little later counts for nothing', [{ entries: [] }, {}], 0],
    ['what is wrong both times counts', [{ entries: [] }, { entries: [] }], 2],
    ['two different faults are not one that stays', [{ entries: [] }, stock({ numbered: 1 })], 0],
    [
      'a pile that is nobody’s stays so while it is sold from',
      [stock({ numbered: 1 }), stock({ ...soldMeanwhile, numbered: 2, moved: movedMeanwhile })],
      1,
    ],
    [
      'a pile that does not add up stays so while it is sold from',
      [stock({ edition: 51 }), stock({ ...soldMeanwhile, numbered: 3, edition: 51, moved: movedMeanwhile })],
      1,
    ],
    [
      'two piles that are each wrong once are none that stays',
      [stock({ numbered: 1 }), stock({ sku: 'sun-a3', numbered: 1 })],
      0,
    ],
  ])('%s', async (_, looks: Partial<Shop>[], broken) => {
    const clock = new TestClock(Date.parse(startAt) + minute)
    let asked = -1
    const books = booksOf(() => ({ ...sound(), ...looks[asked] }))
    const ledger = async (sinceMs: number) => {
      asked += 1
      return await books.ledger(sinceMs)
    }
    const checking = checkTwice({ books: { ...books, ledger }, clock, sinceMs: 0 })
    await clock.advance(0)
    await clock.advance(10_000)
    const { invariants: all } = await checking
    expect(all.filter((one) => one.broken > 0)).toHaveLength(broken)
  })
})
