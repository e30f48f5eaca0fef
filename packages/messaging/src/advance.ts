import {
  giveUpAtMs,
  type Saga,
  type SagaInput,
  type SagaRequest,
  type SagaState,
  type SagaStep,
  type StepState,
  stepIdOf,
  undoIdOf,
} from './saga.ts'

interface Advance {
  readonly state: SagaState
  readonly send: readonly SagaRequest[]
}

const repeatMsMax = 60_000

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
