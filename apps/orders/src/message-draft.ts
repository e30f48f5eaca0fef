import type { Message, Schema } from '@switchyard/contracts/contract'
import { type Outgoing, outgoing } from '@switchyard/messaging/outbox'
import type { z } from 'zod'

/** A message that a rule wants sent; ids are given to it when it is written, so that rules stay pure. */
export type MessageDraft = (ids: {
  id: string
  aggregateId: string
  version: number
  traceparent?: string | undefined
}) => Outgoing

/** Binds a message of a contract to its payload. */
export const draft =
  <Payload extends Schema>(message: Message<'event' | 'command', Payload>, payload: z.input<Payload>): MessageDraft =>
  (ids) =>
    outgoing(message, payload, ids)
