/**
 * COMMANDS: point to point. A command belongs to one service and is done by one of its workers, whichever is free; the
 * sender's own outbox is what makes sure that it arrives.
 *
 *     messaging.handle(orders.commands.chargeCard, async (received) => { … }, { concurrency: 8, attempts: 6 })
 */
import type { Message, Schema } from '@switchyard/contracts/contract'
import type { z } from 'zod'
import type { Handler } from './inbox.ts'
import { handled, type Intake } from './receive.ts'

/** How hard one consumer works and how long it tries. */
export interface ConsumerOptions {
  /** Messages at once in this process; default 10. */
  concurrency?: number
  /** Tries before a message is a dead letter, about 25 s at the default of 8. */
  attempts?: number
}

/** The intake of a command: its queue bears its name. */
export function commandIntake<Payload extends Schema>(
  command: Message<'command', Payload>,
  handler: Handler<z.output<Payload>>,
  { concurrency = 10, attempts = 8 }: ConsumerOptions = {},
): Intake {
  const only = new Map([[command.name, handled(command, handler)]])
  return { queue: command.name, handled: only, concurrency, attemptsMax: attempts, inOrder: false }
}
