import type { Reservation } from '@switchyard/contracts/inventory'
import type { SagaInput } from '@switchyard/messaging/saga'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { ChangeOrder } from './change-order.ts'
import { stepId, undoId } from './fulfil-order.saga.ts'
import { fulfil, type Happening } from './fulfilment.ts'
import type { OrderRecord } from './order.ts'
import type { OrderStore } from './order-store.ts'
import type { Stockroom } from './stockroom.ts'

interface ResumeDeps {
  readonly store: Pick<OrderStore, 'overdue'>
  readonly changeOrder: ChangeOrder
  readonly stockroom: Stockroom
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
}

/** How often somebody looks for answers that did not come. */
export const resumeEveryMs = 2_000
const batch = 50

/** Looks after the sagas that wait too long: asks inventory what became of the order's stock, and asks for the rest again. */
export const resumeFulfilments =
  (deps: ResumeDeps) =>
  async (signal?: AbortSignal): Promise<void> => {
    const orderIds = await deps.store.overdue({ nowMs: deps.clock.now(), limit: batch })
    for (const orderId of orderIds) {
      if (signal?.aborted) return
      try {
        await resume(deps, orderId)
      } catch (error) {
        deps.log.warn({ err: error, orderId }, 'the fulfilment waits on')
      }
    }
  }

async function resume({ changeOrder, stockroom }: ResumeDeps, orderId: string): Promise<void> {
  // Inventory being away is no reason to wait: asking again is harmless, and the queue holds it until it is back.
  const reservation = await stockroom.reservation(orderId).catch(() => null)
  await changeOrder(orderId, (order, nowMs) => {
    const heard = reservation && heardOf(order, reservation, nowMs)
    return heard ? fulfil(order, heard, nowMs) : undefined
  })
  await changeOrder(orderId, (order, nowMs) => fulfil(order, { type: 'overdue' }, nowMs))
}

/** The answer that an overdue step has in inventory's books, though its message never came. */
export function heardOf(order: OrderRecord, { state, lines }: Reservation, nowMs: number): Happening | undefined {
  const { orderId } = order
  const late = order.saga.steps.find(({ deadlineAtMs }) => deadlineAtMs !== null && deadlineAtMs <= nowMs)
  const answered = (type: 'done' | 'refused' | 'undone', id: string): Happening => {
    const input: SagaInput = { type, stepId: id }
    const given = type === 'done' && late?.name === 'commit'
    return { type: 'answered', input, ...(given && { numbers: lines.map(({ sku, numbers }) => ({ sku, numbers })) }) }
  }
  const isOver = state === 'refused' || state === 'released' || state === 'expired'
  if (late?.state === 'undoing') {
    return late.name === 'reserve' && isOver ? answered('undone', undoId(orderId, 'reserve')) : undefined
  }
  if (late?.name === 'reserve') return answered(isOver ? 'refused' : 'done', stepId(orderId, 'reserve'))
  if (late?.name === 'commit' && state === 'committed') return answered('done', stepId(orderId, 'commit'))
  if (late?.name === 'commit' && isOver) return answered('refused', stepId(orderId, 'commit'))
  return undefined
}
