import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { MessageTrail } from '@switchyard/contracts/trail'
import type { LaneBar } from '~/components/lanes'
import { type Fold, foldIdle } from './fold-idle.ts'

export interface SagaLanes {
  lanes: { name: string; bars: LaneBar[] }[]
  /** The end of the axis as it is drawn. */
  until: number
  /** The end in milliseconds since the order was placed. */
  total: number
  /** Long silences, drawn short. */
  folds: Fold[]
}

/**
 * What an order's saga asked for and when it was done, one lane a service: each bar begins when a command was written to
 * the outbox and ends with its answer: the event that says so, else the end of its step, else its acknowledgement, which
 * comes a little later. What is not answered yet reaches to `nowMs`.
 */
export function sagaLanes(
  { placedAt, saga, messages }: Pick<OrderPath, 'placedAt' | 'saga' | 'messages'>,
  nowMs: number,
): SagaLanes {
  const zero = Date.parse(placedAt)
  const instants = messages.flatMap(({ at, deliveries }) => [at, ...deliveries.map((one) => one.acknowledgedAt)])
  const last = Math.max(...instants.map((at) => (at === null ? nowMs : Date.parse(at))))
  const until = Math.max(1, last - zero)
  const work = messages.flatMap((message) => workOf(message, { zero, until, saga, messages }))
  const { draw, folds } = foldIdle(work, until)
  const drawn = work.map((bar) => ({ ...bar, from: draw(bar.from), to: draw(bar.to), lasted: bar.to - bar.from }))
  const names = [...new Set(work.map(({ lane }) => lane))]
  return {
    until: draw(until),
    total: until,
    folds,
    lanes: names.map((name) => ({ name, bars: drawn.filter(({ lane }) => lane === name) })),
  }
}

interface Told extends Pick<OrderPath, 'saga' | 'messages'> {
  /** When the order was placed. */
  zero: number
  until: number
}

/** What one message asked for, a bar a delivery. */
function workOf({ id, at, name, deliveries }: MessageTrail, { zero, until, saga, messages }: Told) {
  const asked = asks[name]
  if (!asked) return []
  const since = (instant: string) => Math.max(0, Date.parse(instant) - zero)
  const step = saga.steps.find((one) => one.name === asked.label)
  const refused = step?.state === 'refused'
  const answer = messages.find((one) => asked.answeredBy?.includes(one.name) && one.at >= at)?.at
  const stepEnd = step?.state === 'done' || refused ? step.endedAt : null
  const look: LaneBar['state'] = asked.undoes || refused ? 'undo' : 'done'
  return deliveries.map(({ to, acknowledgedAt }) => {
    const end = answer ?? stepEnd ?? acknowledgedAt
    return {
      lane: asked.lane ?? to.slice(0, to.indexOf('.')),
      key: `${id}-${to}`,
      label: refused ? `${asked.label} refused` : asked.label,
      from: since(at),
      to: end ? since(end) : until,
      state: end ? look : ('now' as const),
    }
  })
}

/** The messages that ask for work, by the saga's own names for it; the rest are answers. */
const asks: Record<string, { label: string; answeredBy?: readonly string[]; undoes?: true; lane?: string }> = {
  'inventory.reserveStock': { label: 'reserve', answeredBy: ['inventory.stockReserved', 'inventory.stockRefused'] },
  'orders.chargeCard': { label: 'charge', lane: 'payments' },
  'inventory.commitStock': { label: 'commit', answeredBy: ['inventory.stockCommitted', 'inventory.stockRefused'] },
  'inventory.releaseStock': { label: 'release', answeredBy: ['inventory.stockReleased'], undoes: true },
  'orders.refundCard': { label: 'refund', undoes: true, lane: 'payments' },
  'orders.orderConfirmed': { label: 'mail', lane: 'mail' },
  'orders.orderRejected': { label: 'mail', lane: 'mail' },
  'orders.orderCancelled': { label: 'mail', lane: 'mail' },
  'orders.orderReturned': { label: 'mail', lane: 'mail' },
}
