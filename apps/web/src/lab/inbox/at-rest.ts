import type { OrderPath } from '@switchyard/contracts/lab-operations'

/** Whether nothing about the order is under way: it waits for nobody, and every delivery is acknowledged. */
export function isAtRest(path: OrderPath | undefined): boolean {
  if (!path || path.messages.length === 0) return false
  const isOver = path.saga.state === 'done' || path.saga.state === 'undone'
  const deliveries = path.messages.flatMap((message) => message.deliveries)
  const isTold = path.messages.every((message) => message.deliveries.length > 0)
  return isOver && isTold && deliveries.every(({ acknowledgedAt }) => acknowledgedAt !== null)
}
