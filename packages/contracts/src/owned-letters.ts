import { z } from 'zod'
import { mutation, query } from './contract.ts'
import {
  DeadLetter,
  DeadLetterCount,
  DeadLetterDrop,
  DeadLetterEdit,
  DeadLetterQuery,
  DeadLetterSummary,
  deadLetterOperations,
  SeenLetter,
} from './dead-letter.ts'

/** The services that receive messages, and keep the ones that they could not apply. */
export const LetterOwner = z.enum(['orders', 'inventory'])
export type LetterOwner = z.infer<typeof LetterOwner>

const ownedBy = { service: LetterOwner }
/** A dead letter with the service that keeps it. */
const OwnedLetter = DeadLetter.extend(ownedBy)
export type OwnedLetter = z.infer<typeof OwnedLetter>

/** One page over all services, the newest failures first; `missing` could not be asked. `more`: ask again, `before` the last one. */
const OwnedLetters = z.object({
  items: z.array(DeadLetterSummary.extend(ownedBy)),
  counts: z.array(DeadLetterCount.extend(ownedBy)),
  more: z.boolean(),
  missing: z.array(LetterOwner),
})
export type OwnedLetters = z.infer<typeof OwnedLetters>

/** What staff may do with the dead letters of all services: what each service offers over its own, with its name. */
export const ownedLetterOperations = {
  list: query(
    DeadLetterQuery.extend({ service: LetterOwner.optional() }),
    OwnedLetters,
    deadLetterOperations.deadLetters.policy,
  ),
  byId: query(z.strictObject({ ...ownedBy, id: z.uuid() }), OwnedLetter, deadLetterOperations.deadLetter.policy),
  edit: mutation(DeadLetterEdit.extend(ownedBy), OwnedLetter, deadLetterOperations.editDeadLetter.policy),
  replay: mutation(SeenLetter.extend(ownedBy), OwnedLetter, deadLetterOperations.replayDeadLetter.policy),
  drop: mutation(DeadLetterDrop.extend(ownedBy), OwnedLetter, deadLetterOperations.dropDeadLetter.policy),
}
