/**
 * A death that waits for its moment: one message of one order, at one boundary of what wraps its sending and handling.
 * The wrappers ask at each boundary whether it is theirs; it springs once.
 */

/** Where a process may die around one message, in the order in which it gets there. */
export const boundaries = ['after publish', 'before effect', 'after effect', 'after commit', 'after ack'] as const
export type Boundary = (typeof boundaries)[number]

export interface Doom {
  readonly orderId: string
  /** The message's name. */
  readonly message: string
  readonly boundary: Boundary
}

interface Named {
  readonly id: string
  readonly name: string
  readonly payload: unknown
}

/** At most one doom at a time. */
export class Trap {
  #doom: (Doom & { messageId?: string; sprung: () => void }) | undefined

  /** Resolves once a process died of it. */
  arm(doom: Doom): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#doom = { ...doom, sprung: resolve }
    return promise
  }

  disarm(): void {
    this.#doom = undefined
  }

  /** A handler begins on a message; later boundaries are those of this very message. */
  meets({ id, name, payload }: Named): boolean {
    if (!this.#doom || name !== this.#doom.message || orderOf(payload) !== this.#doom.orderId) return false
    this.#doom.messageId = id
    return this.#springs('before effect')
  }

  /** Whether a message that was just put on a queue is the one. */
  publishes(messages: readonly Named[]): boolean {
    const doom = this.#doom
    const isOne = messages.some(({ name, payload }) => name === doom?.message && orderOf(payload) === doom.orderId)
    return isOne && this.#springs('after publish')
  }

  /** Whether the bank has just answered for the order in hand: an effect that no database can take back. */
  hasMovedMoney(orderId: string): boolean {
    return orderId === this.#doom?.orderId && this.#doom.messageId !== undefined && this.#springs('after effect')
  }

  /** Whether a statement applies the message: it notes the message's id, alone or among those that are applied together. */
  applies(values: readonly unknown[], boundary: 'after effect' | 'after commit'): boolean {
    const id = this.#doom?.messageId
    return id !== undefined && values.flat().includes(id) && this.#springs(boundary)
  }

  /** Whether the message is among those that have just been acknowledged. */
  acknowledges(ids: readonly unknown[]): boolean {
    const id = this.#doom?.messageId
    return id !== undefined && ids.includes(id) && this.#springs('after ack')
  }

  #springs(boundary: Boundary): boolean {
    if (this.#doom?.boundary !== boundary) return false
    const { sprung } = this.#doom
    this.#doom = undefined
    sprung()
    return true
  }
}

const orderOf = (payload: unknown): unknown => Object(payload).orderId
