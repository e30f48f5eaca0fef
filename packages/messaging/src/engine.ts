/**
 * What this package asks of a message engine, and all it asks: carry letters to a queue, hand each to one of its
 * consumers at least once, and say what became of it. The engine may lose everything at any moment; Postgres has it all.
 */

/** One message as it travels: nothing personal, ids only. */
export interface Letter {
  readonly id: string
  readonly name: string
  /** The service whose outbox holds it, and which waits for the acknowledgement. */
  readonly from: string
  readonly payload: unknown
  readonly traceparent: string | null
  /** Which replay of a dead letter this is, from 1; left out for a message on its first way. */
  readonly replay?: number
  /** `low`: taken when nothing else waits on its queue, for what nobody waits for. */
  readonly priority?: 'low'
  /** The message that its consumer must have applied before this one. */
  readonly after?: string
}

/** `gone`: the engine has no such job, because it was done or because it was lost. */
export type JobState = 'waiting' | 'active' | 'delayed' | 'completed' | 'failed' | 'gone'

/** Whether a job will still reach its consumer by itself. */
export const isUnderWay = (state: JobState | undefined): boolean =>
  state === 'waiting' || state === 'delayed' || state === 'active'

/** A letter that was taken from a queue; nothing about it has been checked yet. */
export interface Arrival {
  readonly id: string
  readonly letter: unknown
  /** This try, from 1. */
  readonly attempt: number
  /** Why the tries before this one failed, oldest first. */
  readonly failures: readonly string[]
}

export interface ConsumeOptions {
  /** Letters at once in this process. */
  concurrency: number
  /** Done when it resolves; when it rejects, the letter comes again after a pause that grows. {@link NotYet} is no try. */
  receive: (arrival: Arrival) => Promise<void>
  /** Told of a letter that ended the process that worked on it so often that the engine gave up. */
  abandoned: (arrival: Arrival, reason: string) => Promise<void>
}

/** A consumer at work. */
export interface Consumer {
  /** Takes nothing new and resolves when the letters in hand are done; may never resolve while the engine is away. */
  close(): Promise<void>
}

export interface QueueDepth {
  active: number
  waiting: number
  delayed: number
  failed: number
}

/** Every call answers or rejects within a bounded time, also while the engine is away. */
export interface Engine {
  /** Puts letters on a queue, to be taken in this order; one that is still there under its id is left as it is. */
  send(queue: string, letters: readonly Letter[]): Promise<void>
  /** What became of the letters, in the order of the ids. */
  states(queue: string, ids: readonly string[]): Promise<JobState[]>
  depth(queue: string): Promise<QueueDepth>
  consume(queue: string, options: ConsumeOptions): Consumer
  /** Cuts every connection at once. */
  disconnect(): void
}

/** The engine is away; what was asked may or may not have been done. */
export class EngineAway extends Error {
  override readonly name = 'EngineAway'
}

/** A consumer rejects with it when nothing is wrong with a letter but its moment: it rests for a while, and that was no try. */
export class NotYet extends Error {
  override readonly name = 'NotYet'
}
