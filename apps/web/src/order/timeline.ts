/** An order's history as the page tells it: what is known, what is being done, what comes next. */
import type { Order, OrderStatus, TimelineEntry } from '@switchyard/contracts/orders'
import type { TimelineStep } from '~/components/lane-timeline'

/** Entries from the first answer and from the stream as one history: each `seq` once, in order, the newer word standing. */
export function mergeTimeline(known: readonly TimelineEntry[], streamed: readonly TimelineEntry[]): TimelineEntry[] {
  const bySeq = new Map([...known, ...streamed].map((entry) => [entry.seq, entry]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** An order as its newest entry has it: the stream is quicker than the answer that follows it. */
export function withTimeline(order: Order, timeline: TimelineEntry[]): Order {
  const status = timeline.at(-1)?.status ?? order.status
  return { ...order, timeline, status }
}

/** The four steps of a good order. */
const progress = ['pending', 'reserved', 'paid', 'confirmed'] as const

/** How many of the four were reached. */
export const stepsDone = (timeline: readonly TimelineEntry[]): number =>
  progress.filter((status) => timeline.some((entry) => entry.status === status)).length

/** Whether an order is still on its way to confirmed. */
export const isUnderWay = (status: OrderStatus): status is 'pending' | 'reserved' | 'paid' =>
  status === 'pending' || status === 'reserved' || status === 'paid'

/** What a status is called. */
export const statusName: Record<OrderStatus, string> = {
  pending: 'Pending',
  reserved: 'Reserved',
  paid: 'Paid',
  confirmed: 'Confirmed',
  shipped: 'Sent',
  delivered: 'Delivered',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  returned: 'Returned',
}

/** The history as steps; `waitedMs` is how long the last one is ago, if known. */
export function timelineSteps({ status, timeline }: Pick<Order, 'status' | 'timeline'>, waitedMs = 0): TimelineStep[] {
  return [...timeline.map((entry, place) => told(entry, timeline[place - 1])), ...ahead(status, waitedMs)]
}

function told({ seq, at, status, note }: TimelineEntry, before: TimelineEntry | undefined): TimelineStep {
  // An order that was given up or rejected goes on telling: when the prints are back, when the money is.
  const givenBack = before?.status === status
  return {
    key: String(seq),
    title: givenBack ? 'Given back' : statusName[status],
    state: givenBack ? 'done' : (ending[status] ?? 'done'),
    at,
    reason: note,
  }
}

const ending: Partial<Record<OrderStatus, TimelineStep['state']>> = {
  rejected: 'bad',
  cancelled: 'undone',
  returned: 'undone',
}

const doing = {
  reserved: { title: 'Reserving', reason: 'Setting your prints aside.' },
  paid: { title: 'With the bank', reason: 'Waiting for its answer.' },
  confirmed: { title: 'Confirming', reason: 'Writing your edition numbers.' },
}
const coming = {
  reserved: { title: 'Reserved', reason: 'Your prints, set aside.' },
  paid: { title: 'Paid', reason: 'The bank says yes.' },
  confirmed: { title: 'Confirmed', reason: 'Your numbers, and a mail.' },
}
const longWaitMs = 4_000

function ahead(status: OrderStatus, waitedMs: number): TimelineStep[] {
  if (!isUnderWay(status)) return []
  const left = (['reserved', 'paid', 'confirmed'] as const).slice(progress.indexOf(status))
  const [now] = left
  if (!now) return []
  const reason =
    now === 'paid' && waitedMs > longWaitMs ? 'Still with the bank. We ask again by ourselves.' : doing[now].reason
  const later = left.length === 1 ? left : left.slice(1)
  return [
    { key: 'now', title: doing[now].title, state: 'now', reason },
    ...later.map((one) => ({ key: one, state: 'next' as const, ...coming[one] })),
  ]
}
