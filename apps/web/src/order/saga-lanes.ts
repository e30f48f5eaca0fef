import type { OrderPath } from '@switchyard/contracts/storefront'
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
 * the outbox and ends when its receiver acknowledged it. What is not acknowledged yet reaches to `nowMs`.
 */
export function sagaLanes(
  { placedAt, saga, messages }: Pick<OrderPath, 'placedAt' | 'saga' | 'messages'>,
  nowMs: number,
): SagaLanes {
  const zero = Date.parse(placedAt)
  const since = (instant: string) => Math.max(0, Date.parse(instant) - zero)
  const instants = messages.flatMap(({ at, deliveries }) => [at, ...deliveries.map((one) => one.acknowledgedAt)])
  const running = instants.some((at) => at === null)
  const until = Math.max(1, running ? nowMs - zero : 0, ...instants.flatMap((at) => (at ? [since(at)] : [])))
  const work = messages.flatMap(({ id, at, name, deliveries }) => {
    const asked = asks[name]
    if (!asked) return []
    return deliveries.map(({ to, acknowledgedAt }) => {
      const refused = saga.steps.some((step) => step.name === asked.label && step.state === 'refused')
      const bar: LaneBar = {
        key: `${id}-${to}`,
        label: refused ? `${asked.label} refused` : asked.label,
        from: since(at),
        to: acknowledgedAt ? since(acknowledgedAt) : until,
        state: acknowledgedAt ? (asked.undoes || refused ? 'undo' : 'done') : 'now',
      }
      return { lane: asked.lane ?? to.slice(0, to.indexOf('.')), bar }
    })
  })
  const { draw, folds } = foldIdle(
    work.map(({ bar }) => bar),
    until,
  )
  const lanes = [...new Set(work.map(({ lane }) => lane))]
  return {
    until: draw(until),
    total: until,
    folds,
    lanes: lanes.map((name) => ({
      name,
      bars: work.flatMap(({ lane, bar }) =>
        lane === name ? [{ ...bar, from: draw(bar.from), to: draw(bar.to), lasted: bar.to - bar.from }] : [],
      ),
    })),
  }
}

/** The messages that ask for work, by the saga's own names for it; the rest are answers. */
const asks: Record<string, { label: string; undoes?: true; lane?: string }> = {
  'inventory.reserveStock': { label: 'reserve' },
  'orders.chargeCard': { label: 'charge', lane: 'payments' },
  'inventory.commitStock': { label: 'commit' },
  'inventory.releaseStock': { label: 'release', undoes: true },
  'orders.refundCard': { label: 'refund', undoes: true, lane: 'payments' },
  'orders.orderConfirmed': { label: 'mail', lane: 'mail' },
  'orders.orderRejected': { label: 'mail', lane: 'mail' },
  'orders.orderCancelled': { label: 'mail', lane: 'mail' },
}
