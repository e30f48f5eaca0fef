/**
 * The way of every message into a service: checked against the contract, handed to its handler, and then acknowledged,
 * tried again or kept as a dead letter. A malformed message is dead at once: no retry can mend it. A message that only
 * failed because the database was away is never dead: it waits for as long as that takes, and has used up no try.
 */
import type { Message, Schema } from '@switchyard/contracts/contract'
import { issuesOf } from '@switchyard/contracts/issues'
import type { Log } from '@switchyard/runtime/log'
import { z } from 'zod'
import type { Acknowledgements } from './acknowledge.ts'
import type { DeadLetter } from './dead-letter.ts'
import { type Arrival, type Letter, NotYet } from './engine.ts'
import type { QueueFaults } from './fault.ts'
import type { Handler, Received } from './inbox.ts'
import type { Order } from './order.ts'

/** A payload that fits the contract, ready to be applied; or why it doesn't fit. */
type Accepted =
  | { apply: (about: Omit<Received<unknown>, 'payload'>) => Promise<void> }
  | { malformed: z.core.$ZodError }

/** A contract's message with the code that applies it. */
export type Handled = (payload: unknown) => Accepted

/** One queue of this service and what comes through it. */
export interface Intake {
  queue: string
  /** By the name of the message. */
  handled: ReadonlyMap<string, Handled>
  attemptsMax: number
  concurrency: number
  /** Whether what comes of one aggregate is applied in the order in which it happened. */
  inOrder: boolean
}

export interface ReceiverOptions {
  intake: Intake
  acknowledgements: Pick<Acknowledgements, 'add'>
  keep: (dead: DeadLetter) => Promise<void>
  /** Notes that a replay took effect; it may come again until that is noted. */
  settle: (letter: Letter & { replay: number }, queue: string) => Promise<void>
  order: Order
  /** Whether an error is no fault of the message: what its handler needs is away and will be back. */
  isOutage: (error: unknown) => boolean
  /** Names a dead letter that is so broken that it has no id. */
  newId: () => string
  /** Aborts when the process stops. */
  signal: AbortSignal
  log: Log
  /** In a lab alone: what goes wrong on purpose. */
  faults?: Pick<QueueFaults, 'payloadOf' | 'delay' | 'fail'> | undefined
}

/** Ties a handler to its message, so that it only ever sees payloads of the contract's type. */
export function handled<Payload extends Schema>(
  message: Message<'event' | 'command', Payload>,
  handler: Handler<z.output<Payload>>,
): Handled {
  return (payload) => {
    const parsed = z.safeParse(message.payload, payload)
    if (!parsed.success) return { malformed: parsed.error }
    return { apply: (about) => handler({ ...about, payload: parsed.data }) }
  }
}

/** What an engine calls for each arrival; it rejects when the letter shall come again. */
export function receiver(options: ReceiverOptions) {
  const { intake, acknowledgements, keep, settle, order, isOutage, newId, signal, log, faults } = options
  const { queue, attemptsMax } = intake
  const acknowledge = ({ id, from, replay }: Letter) => {
    // Nobody waits for what is no letter, and the sender of a replay was told long ago.
    if (from !== nobody && replay === undefined) acknowledgements.add(from, { id, queue })
  }

  const bury = async (letter: Letter, { attempt, failures }: Arrival, reason: string) => {
    log.error({ queue, id: letter.id, message: letter.name, attempt, reason }, 'a message is now a dead letter')
    await keep({ letter, queue, consumer: queue, reason, attempts: attempt, failures })
    acknowledge(letter)
  }
  const receive = async (arrival: Arrival): Promise<void> => {
    const sent = open(arrival, newId)
    const letter = faults ? { ...sent, payload: faults.payloadOf(queue, sent) } : sent
    if (letter.from === nobody) return await bury(letter, arrival, 'malformed: this is no message')
    const accepted = intake.handled.get(letter.name)?.(letter.payload)
    if (accepted && 'malformed' in accepted) {
      const wrong = issuesOf(accepted.malformed).map(({ path, message }) => `${path} ${message}`.trim())
      return await bury(letter, arrival, `malformed: ${wrong.join('; ')}`)
    }
    try {
      // A newer instance may know it: during a roll-out both read the same queue.
      if (!accepted) throw new Error(`nobody here handles ${letter.name}`)
      if (intake.inOrder) await order.check(letter, queue)
      await faults?.delay(queue, letter, signal)
      faults?.fail(queue, letter)
      await accepted.apply(aboutOf(letter, arrival))
      if (intake.inOrder) await order.note(letter, queue)
      if (isReplay(letter)) await settle(letter, queue)
    } catch (error) {
      if (error instanceof NotYet || signal.aborted || arrival.attempt < attemptsMax || isOutage(error)) throw error
      return await bury(letter, arrival, reasonOf(error))
    }
    acknowledge(letter)
  }
  const aboutOf = ({ id, name, traceparent }: Letter, { attempt }: Arrival) => ({
    ...{ id, name, consumer: queue, traceparent: traceparent ?? undefined },
    ...{ attempt, attemptsMax, signal },
  })
  const unlessAway = (error: unknown): never => {
    // As a try it would count towards the last one, and rest for half a minute when the database is back.
    if (!(error instanceof NotYet) && isOutage(error)) throw new NotYet(reasonOf(error), { cause: error })
    throw error
  }
  return {
    receive: (arrival: Arrival) => receive(arrival).catch(unlessAway),
    abandon: (arrival: Arrival, reason: string) => bury(open(arrival, newId), arrival, reason),
  }
}

/** Sender of what is no letter; a sender that waits for its acknowledgement will send it again, whole. */
const nobody = 'unknown'
const isReplay = (letter: Letter): letter is Letter & { replay: number } => letter.replay !== undefined

const Envelope = z.object({
  id: z.uuid(),
  name: z.string().max(200),
  from: z.string().max(100),
  payload: z.unknown(),
  traceparent: z.string().max(200).nullable(),
  replay: z.int().positive().optional(),
  after: z.uuid().optional(),
})

function open({ id, letter }: Arrival, newId: () => string): Letter {
  const parsed = Envelope.safeParse(letter)
  if (parsed.success) {
    const { replay, after, ...known } = parsed.data
    return { ...known, ...(replay !== undefined && { replay }), ...(after !== undefined && { after }) }
  }
  const known = z.uuid().safeParse(id)
  const name = 'unknown'
  return { id: known.success ? known.data : newId(), name, from: nobody, payload: letter, traceparent: null }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
