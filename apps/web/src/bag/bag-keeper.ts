import type { Cart } from '@switchyard/contracts/pages'
import type { OrderLine } from '@switchyard/contracts/values'
import { type Intent, intend, plainLines, settle, withIntents } from './bag.ts'

interface BagPorts {
  read: () => Promise<Cart>
  write: (lines: OrderLine[]) => Promise<Cart>
  /** Keeps the server's answer; whatever was asked before it is stale. Resolves once it is kept. */
  onAnswer: (cart: Cart) => Promise<void>
}

/** What the visitor wants and the server has not confirmed yet. */
export interface BagState {
  intents: readonly Intent[]
  /** A change since the bag was last at rest was not taken; the bag is as the server has it. */
  failed: boolean
}

/**
 * Brings a visitor's intents to the server, one question at a time: what is said while one is open goes with the next.
 * Each question starts from what the bag holds at that moment, so that another tab's prints stay. A change that fails
 * is taken back, never sent again by itself.
 */
export function createBagKeeper({ read, write, onAnswer }: BagPorts) {
  let state: BagState = { intents: [], failed: false }
  let isBringing = false
  /** Those who hear what becomes of the next question. */
  let waiting: ((taken: boolean) => void)[] = []
  const listeners = new Set<() => void>()
  const become = (next: BagState) => {
    state = next
    for (const listener of listeners) listener()
  }

  async function bringAll(): Promise<void> {
    isBringing = true
    let failed = false
    while (state.intents.length > 0) {
      const sent = state.intents
      const asking = waiting
      waiting = []
      const taken = await bring(sent)
      failed ||= !taken
      become({ intents: settle(state.intents, sent), failed })
      for (const hear of asking) hear(taken)
    }
    isBringing = false
  }

  async function bring(sent: readonly Intent[]): Promise<boolean> {
    try {
      await onAnswer(await write(plainLines(withIntents(await read(), sent))))
      return true
    } catch {
      return false
    }
  }

  return {
    state: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },

    /** Shows it at once and brings it to the server. Resolves with whether the server took it, or what took its place unasked. */
    want(intent: Intent): Promise<boolean> {
      const outcome = new Promise<boolean>((hear) => waiting.push(hear))
      become({ intents: intend(state.intents, intent), failed: false })
      if (!isBringing) void bringAll()
      return outcome
    },
  }
}

export type BagKeeper = ReturnType<typeof createBagKeeper>
