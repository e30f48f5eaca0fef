/**
 * SAGA: work that spans services goes forward step by step, and back by undoing each step. (Garcia-Molina and Salem, 1987.)
 *
 *     const trip = saga('trip', { pivotWithinMs: 60_000 }, [
 *       { name: 'hotel', request: bookHotel, done: hotelBooked, refused: hotelFull, undo: cancelHotel, undone: hotelCancelled, answerWithinMs: 5_000 },
 *       { name: 'card', request: chargeCard, undo: refundCard, pivot: true, answerWithinMs: 20_000 },
 *     ])
 *     const moved = advance(trip, state, { type: 'done', stepId: 'trip-7:hotel' }, { nowMs })
 *     if (moved) await save(moved.state, moved.send)   // one statement: the new state and the messages
 *
 * The core is pure, so it is proved without infrastructure. It asks three things of every receiver: the same step asked
 * twice is carried out once; an undo that comes before its step forbids the step; an undo of nothing is answered too.
 * Therefore going back never waits: every step that was begun is undone at once, whatever became of it.
 */
import type { Message } from '@switchyard/contracts/contract'

/** One row of the table: what asks for the step, what answers it, and what takes it back. */
export interface SagaStep {
  readonly name: string
  readonly request: Message<'command'>
  /** The answers, when they come as events; a step in the saga's own service answers beside the row instead. */
  readonly done?: Message<'event'>
  readonly refused?: Message<'event'>
  /** Left out where another step's undo takes this one back as well. */
  readonly undo?: Message<'command'>
  readonly undone?: Message<'event'>
  /** The point of no return: once it is done the saga never gives up by itself. It goes only forward, unless a later step is refused. */
  readonly pivot?: true
  /** Asked again when no answer came by then; twice as late each time, up to a minute. */
  readonly answerWithinMs: number
}

/** A saga as a table of steps, in the order in which they go forward. */
export interface Saga<Step extends SagaStep = SagaStep> {
  readonly name: string
  /** The deadline of the whole: a saga whose pivot is not done so long after its start gives up and turns back. */
  readonly pivotWithinMs: number
  readonly steps: readonly Step[]
}

type StepPhase = 'waiting' | 'running' | 'done' | 'refused' | 'undoing' | 'undone'

/** Where one step stands; times in milliseconds since the epoch. */
export interface StepState {
  readonly name: string
  readonly state: StepPhase
  /** How often its request, or now its undo, was sent. */
  readonly sends: number
  readonly deadlineAtMs: number | null
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
}

/** Where a whole saga stands: plain data, kept by the service whose saga it is. */
export interface SagaState {
  readonly id: string
  readonly state: 'running' | 'undoing' | 'done' | 'undone'
  readonly steps: readonly StepState[]
}

/**
 * What can happen to a saga. `turn-back` undoes it from wherever it is, also when done; `give-up` only while its pivot is
 * not done; `overdue` asks again for what has not been answered in time, or gives up when the whole is late;
 * `undo-again` takes back a step that turned out to have happened after all.
 */
export type SagaInput =
  | { readonly type: 'start' | 'turn-back' | 'give-up' | 'overdue' }
  | { readonly type: 'done' | 'refused' | 'undone' | 'undo-again'; readonly stepId: string }

/** A command to send; the service adds what its payload needs beside the step's id. */
export interface SagaRequest {
  readonly step: string
  readonly stepId: string
  readonly command: Message<'command'>
}

/** Names a table of steps, keeping the types of its rows. */
export const saga = <const Steps extends readonly [SagaStep, ...SagaStep[]]>(
  name: string,
  { pivotWithinMs }: { pivotWithinMs: number },
  steps: Steps,
): Saga<Steps[number]> => ({ name, pivotWithinMs, steps })

/** A saga that has not begun: every step waits. */
export const newSaga = (definition: Saga, id: string): SagaState => ({
  id,
  state: 'running',
  steps: definition.steps.map(({ name }) => ({
    name,
    state: 'waiting',
    sends: 0,
    deadlineAtMs: null,
    startedAtMs: null,
    endedAtMs: null,
  })),
})

/** The id under which a step is asked and answered. It follows from saga and step, so asking again never makes a second one. */
export const stepIdOf = (sagaId: string, step: string): string => `${sagaId}:${step}`

/** The id under which a step's undo is asked and answered. */
export const undoIdOf = (sagaId: string, step: string): string => `${sagaId}:undo-${step}`

/** When somebody must look at a saga at the latest; `null`: it waits for nothing. */
export function dueAtMs(definition: Saga, state: SagaState): number | null {
  const answers = state.steps.flatMap(({ deadlineAtMs }) => (deadlineAtMs === null ? [] : [deadlineAtMs]))
  if (answers.length === 0) return null
  return Math.min(...answers, giveUpAtMs(definition, state) ?? Number.POSITIVE_INFINITY)
}

/** When a saga gives up; `null` once its pivot is done or it has turned back: then it never does. */
export function giveUpAtMs({ steps, pivotWithinMs }: Saga, state: SagaState): number | null {
  const pivots = new Set(steps.flatMap(({ name, pivot }) => (pivot ? [name] : [])))
  const passed = state.steps.some((step) => pivots.has(step.name) && step.state === 'done')
  if (passed || state.state !== 'running') return null
  const starts = state.steps.flatMap(({ startedAtMs }) => (startedAtMs === null ? [] : [startedAtMs]))
  return starts.length === 0 ? null : Math.min(...starts) + pivotWithinMs
}

/** The input that an event is to this saga, or `undefined` when it answers none of its steps. */
export function answerOf(
  definition: Saga,
  state: SagaState,
  { name, stepId }: { name: string; stepId: string },
): SagaInput | undefined {
  for (const row of definition.steps) {
    if (stepId === undoIdOf(state.id, row.name))
      return row.undone?.name === name ? { type: 'undone', stepId } : undefined
    if (stepId !== stepIdOf(state.id, row.name)) continue
    if (row.done?.name === name) return { type: 'done', stepId }
    if (row.refused?.name === name) return { type: 'refused', stepId }
  }
  return undefined
}
