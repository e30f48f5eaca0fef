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

interface Advance {
  readonly state: SagaState
  readonly send: readonly SagaRequest[]
}

const repeatMsMax = 60_000

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
function giveUpAtMs({ steps, pivotWithinMs }: Saga, state: SagaState): number | null {
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

/**
 * The next state and the commands to send with it, or `undefined` when the input changes nothing: a duplicate, an answer
 * to a step that is over, an alarm that nobody waits for.
 */
export function advance(
  definition: Saga,
  state: SagaState,
  input: SagaInput,
  { nowMs }: { nowMs: number },
): Advance | undefined {
  const draft = new Draft(definition, state, nowMs)
  if ('stepId' in input) draft.answer(input.type, input.stepId)
  else if (input.type === 'start') draft.goOn()
  else if (input.type === 'turn-back') draft.turnBack()
  else if (input.type === 'give-up') draft.giveUp()
  else draft.beOverdue()
  return draft.result()
}

/** One advance in the making: the steps as they become, and what is sent on the way. */
class Draft {
  readonly #rows: ReadonlyMap<string, SagaStep>
  /** `null`: it never gives up by itself. */
  readonly #giveUpAtMs: number | null
  readonly #before: SagaState
  readonly #nowMs: number
  readonly #send: SagaRequest[] = []
  #steps: readonly StepState[]
  #state: SagaState['state']

  constructor(definition: Saga, state: SagaState, nowMs: number) {
    this.#rows = new Map(definition.steps.map((row) => [row.name, row]))
    this.#giveUpAtMs = giveUpAtMs(definition, state)
    this.#before = state
    this.#nowMs = nowMs
    this.#steps = state.steps
    this.#state = state.state
  }

  answer(type: 'done' | 'refused' | 'undone' | 'undo-again', stepId: string): void {
    const idOf = type === 'undone' ? undoIdOf : stepIdOf
    const step = this.#steps.find(({ name }) => idOf(this.#before.id, name) === stepId)
    if (!step) return
    const hasTurnedBack = this.#state === 'undoing' || this.#state === 'undone'
    if (type === 'undo-again' && hasTurnedBack && step.state !== 'undoing') {
      this.#state = 'undoing'
      this.#begin(step, 'undoing')
    }
    if (type === 'undone' && step.state === 'undoing') {
      this.#end(step, 'undone')
      this.#endIfUndone()
    }
    if (step.state !== 'running' || this.#state !== 'running') return
    if (type === 'done') {
      this.#end(step, 'done')
      this.goOn()
    }
    if (type === 'refused') {
      this.#end(step, 'refused')
      this.turnBack()
    }
  }

  /** Begins the next step, or ends the saga after the last. */
  goOn(): void {
    if (this.#state !== 'running' || this.#steps.some(({ state }) => state === 'running')) return
    const next = this.#steps.find(({ state }) => state === 'waiting')
    if (next) this.#begin(next, 'running')
    else this.#state = 'done'
  }

  /** Undoes what was begun, all at once; what has no undo of its own is taken back by another's. */
  turnBack(): void {
    if (this.#state !== 'running' && this.#state !== 'done') return
    this.#state = 'undoing'
    for (const step of this.#steps) {
      if (step.state !== 'running' && step.state !== 'done') continue
      if (this.#rows.get(step.name)?.undo) this.#begin(step, 'undoing')
      else this.#end(step, 'undone')
    }
    this.#endIfUndone()
  }

  /** Past the pivot there is nothing to give up. */
  giveUp(): void {
    if (this.#giveUpAtMs !== null) this.turnBack()
  }

  beOverdue(): void {
    if (this.#giveUpAtMs !== null && this.#giveUpAtMs <= this.#nowMs) this.turnBack()
    else this.#askAgain()
  }

  result(): Advance | undefined {
    if (this.#steps === this.#before.steps && this.#state === this.#before.state) return undefined
    return { state: { id: this.#before.id, state: this.#state, steps: this.#steps }, send: this.#send }
  }

  #askAgain(): void {
    for (const step of this.#steps) {
      if (step.deadlineAtMs === null || step.deadlineAtMs > this.#nowMs) continue
      if (step.state === 'running' || step.state === 'undoing') this.#ask(step, step.state, step.sends)
    }
  }

  #begin(step: StepState, state: 'running' | 'undoing'): void {
    this.#ask({ ...step, startedAtMs: step.startedAtMs ?? this.#nowMs, endedAtMs: null }, state, 0)
  }

  #ask(step: StepState, state: 'running' | 'undoing', sends: number): void {
    const row = this.#rows.get(step.name)
    const command = state === 'running' ? row?.request : row?.undo
    if (!row || !command) return
    const waitMs = Math.min(row.answerWithinMs * 2 ** sends, Math.max(repeatMsMax, row.answerWithinMs))
    const idOf = state === 'running' ? stepIdOf : undoIdOf
    this.#send.push({ step: step.name, stepId: idOf(this.#before.id, step.name), command })
    this.#put({ ...step, state, sends: sends + 1, deadlineAtMs: this.#nowMs + waitMs })
  }

  #end(step: StepState, state: 'done' | 'refused' | 'undone'): void {
    this.#put({ ...step, state, deadlineAtMs: null, endedAtMs: this.#nowMs })
  }

  #endIfUndone(): void {
    if (this.#steps.every(({ state }) => state !== 'undoing')) this.#state = 'undone'
  }

  #put(changed: StepState): void {
    this.#steps = this.#steps.map((step) => (step.name === changed.name ? changed : step))
  }
}
