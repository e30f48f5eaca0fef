import type { BuriedMessage, SentMessage } from '@switchyard/contracts/facts'
import type { Outgoing } from '@switchyard/messaging/outbox'

/** One message's way to one queue, as its sender keeps it. */
export interface Delivery {
  readonly queue: string
  /** The message that must have been applied there before. */
  readonly after: string | undefined
  /** When the reconciler asks for it, if nobody has acknowledged it by then. */
  dueAtMs: number
  isAcknowledged: boolean
}

/** A row of the outbox. */
export interface SentRow {
  readonly message: Outgoing
  readonly atMs: number
  isRelayed: boolean
  readonly deliveries: Delivery[]
}

/** What one service keeps of its messages: outbox with deliveries, inbox and dead letters. */
export class MessageBooks {
  readonly rows: SentRow[] = []
  /** Those of the rows that are on no queue yet. */
  unrelayed: SentRow[] = []
  /** The deliveries that nobody has acknowledged. */
  unheard: { readonly row: SentRow; readonly delivery: Delivery }[] = []
  readonly buried: (BuriedMessage & { readonly reason: string })[] = []
  readonly #known = new Set<string>()

  /** Notes that a consumer has applied a message; `false` when it had before. */
  note({ consumer, id }: { consumer: string; id: string }): boolean {
    if (this.knows({ consumer, id })) return false
    this.#known.add(`${consumer} ${id}`)
    return true
  }

  knows({ consumer, id }: { consumer: string; id: string }): boolean {
    return this.#known.has(`${consumer} ${id}`)
  }

  send(messages: readonly Outgoing[], atMs: number): void {
    const sent = messages.map((message) => ({ message, atMs, isRelayed: false, deliveries: [] }))
    this.rows.push(...sent)
    this.unrelayed.push(...sent)
  }

  deliver(row: SentRow, delivery: Delivery): void {
    row.deliveries.push(delivery)
    if (!delivery.isAcknowledged) this.unheard.push({ row, delivery })
  }

  relayed(row: SentRow): void {
    row.isRelayed = true
    this.unrelayed = this.unrelayed.filter((one) => one !== row)
  }

  acknowledge({ id, queue }: { id: string; queue: string }): void {
    const isIt = ({ row, delivery }: { row: SentRow; delivery: Delivery }) =>
      row.message.id === id && delivery.queue === queue
    const heard = this.unheard.find(isIt)
    if (!heard) return
    heard.delivery.isAcknowledged = true
    this.unheard = this.unheard.filter((one) => one !== heard)
  }

  /** As the checker asks for it. */
  sentFacts(): SentMessage[] {
    return this.rows.map(({ message: { id, kind, name, aggregateId, payload }, atMs, isRelayed, deliveries }) => ({
      ...{ id, kind, name, orderId: aggregateId, stepId: stepIdOf(payload), isRelayed },
      at: new Date(atMs).toISOString(),
      deliveries: deliveries.map(({ queue, isAcknowledged }) => ({ queue, isAcknowledged, isReplay: false })),
    }))
  }
}

const stepIdOf = (payload: unknown): string | null => {
  const { stepId } = Object(payload)
  return typeof stepId === 'string' ? stepId : null
}
