import type { Handler } from '@switchyard/messaging/inbox'

/** Something at the provider has no outcome yet; asking again later will tell. */
export class StillOpen extends Error {
  override readonly name = 'StillOpen'
}

/**
 * Lets a command whose outcome is still open on its last try go, rather than become a dead letter: nobody could mend it,
 * and the saga asks for the same step again when its deadline passes. Bugs become dead letters as anywhere.
 */
export const askedAgainBySaga =
  <Payload>(handler: Handler<Payload>): Handler<Payload> =>
  async (received) => {
    try {
      await handler(received)
    } catch (error) {
      if (error instanceof StillOpen && received.attempt >= received.attemptsMax) return
      throw error
    }
  }
