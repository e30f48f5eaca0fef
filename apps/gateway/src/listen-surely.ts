import type { Clock } from '@switchyard/runtime/clock'
import type { Listen } from './order-timeline.ts'

/** How often it asks, so that a lost hint costs a second at most. */
const askEveryMs = 800
/** So many orders are asked for at once. */
const atOnceMax = 500

/** Where each of these orders stands, in a word that changes with it. */
export type MarksOf = (orderIds: string[]) => Promise<readonly { orderId: string; mark: string }[]>

interface Followed {
  readonly wakes: Set<() => void>
  mark?: string
}

/**
 * Hears what hints do not tell. A hint gets lost now and then, and streams that each look by themselves ask hundreds of questions a second
 * for nothing; so one question asks for all orders that are followed here, and wakes those whose mark has changed.
 */
export function listenSurely({ listen, marksOf, clock }: { listen: Listen; marksOf: MarksOf; clock: Clock }): Listen {
  const followed = new Map<string, Followed>()
  let isAsking = false
  const hear = (marks: Awaited<ReturnType<MarksOf>>) => {
    for (const { orderId, mark } of marks) {
      const order = followed.get(orderId)
      if (!order || order.mark === mark) continue
      order.mark = mark
      for (const wake of order.wakes) wake()
    }
  }
  const keepAsking = async () => {
    isAsking = true
    while (followed.size > 0) {
      await clock.sleep(askEveryMs)
      const orderIds = [...followed.keys()]
      for (let from = 0; from < orderIds.length; from += atOnceMax) {
        // While orders is away nothing changes that could be told.
        hear(await marksOf(orderIds.slice(from, from + atOnceMax)).catch(() => []))
      }
    }
    isAsking = false
  }
  return (orderId, wake) => {
    const off = listen(orderId, wake)
    const order = followed.get(orderId) ?? { wakes: new Set() }
    order.wakes.add(wake)
    followed.set(orderId, order)
    if (!isAsking) void keepAsking()
    return () => {
      off()
      order.wakes.delete(wake)
      if (order.wakes.size === 0) followed.delete(orderId)
    }
  }
}
