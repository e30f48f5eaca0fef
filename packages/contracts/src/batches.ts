import { inventory } from './inventory.ts'
import type { SubscriberName } from './subscribers.ts'

const subscribers = ['orders.fulfilment'] satisfies SubscriberName[]

/**
 * The queues on which messages that are sent together may share a job: those that a crowd fills, and whose messages are applied
 * within milliseconds. On any other queue each message is a job of its own, which one instance takes and others do not wait for.
 */
export const inBatches: readonly string[] = [inventory.commands.reserveStock.name, ...subscribers]
