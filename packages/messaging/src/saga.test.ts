import { command, contract, event } from '@switchyard/contracts/contract'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { advance } from './advance.ts'
import { answerOf, dueAtMs, newSaga, type SagaInput, type SagaState, saga } from './saga.ts'

const Ref = z.object({ stepId: z.string() })
const travel = contract('travel', {
  from: ['gateway'],
  operations: {},
  commands: {
    bookHotel: command(Ref),
    cancelHotel: command(Ref),
    charge: command(Ref),
    refund: command(Ref),
    print: command(Ref),
  },
  events: {
    hotelBooked: event(Ref),
    hotelFull: event(Ref),
    hotelCancelled: event(Ref),
    printed: event(Ref),
    jammed: event(Ref),
  },
})
const { bookHotel, cancelHotel, charge, refund, print } = travel.commands
const { hotelBooked, hotelFull, hotelCancelled, printed, jammed } = travel.events

const trip = saga('trip', { pivotWithinMs: 60_000 }, [
  {
    name: 'hotel',
    request: bookHotel,
    done: hotelBooked,
    refused: hotelFull,
    undo: cancelHotel,
    undone: hotelCancelled,
    answerWithinMs: 1_000,
  },
  { name: 'card', request: charge, undo: refund, pivot: true, answerWithinMs: 4_000 },
  { name: 'ticket', request: print, done: printed, refused: jammed, answerWithinMs: 1_000 },
])

const start: SagaInput = { type: 'start' }
const turnBack: SagaInput = { type: 'turn-back' }
const done = (step: string): SagaInput => ({ type: 'done', stepId: `t1:${step}` })
const refused = (step: string): SagaInput => ({ type: 'refused', stepId: `t1:${step}` })
const undone = (step: string): SagaInput => ({ type: 'undone', stepId: `t1:undo-${step}` })

/** Plays inputs to a new saga and tells what was sent, in order, and where everything stands. */
function given(...inputs: SagaInput[]) {
  let state: SagaState = newSaga(trip, 't1')
  const sent: string[] = []
  for (const input of inputs) {
    const moved = advance(trip, state, input, { nowMs: 0 })
    state = moved?.state ?? state
    sent.push(...(moved?.send ?? []).map((request) => request.command.name))
  }
  return { state, sent, standing: `${state.state}: ${state.steps.map((step) => step.state).join(' ')}` }
}

describe('a saga', () => {
  it('goes forward one step at a time, each after the answer to the one before', () => {
    expect(given(start)).toMatchObject({ sent: ['travel.bookHotel'], standing: 'running: running waiting waiting' })
    expect(given(start, done('hotel')).sent).toEqual(['travel.bookHotel', 'travel.charge'])
    expect(given(start, done('hotel'), done('card'), done('ticket'))).toMatchObject({
      sent: ['travel.bookHotel', 'travel.charge', 'travel.print'],
      standing: 'done: done done done',
    })
  })

  it('undoes what was done when a step is refused, and ends once that is answered', () => {
    const back = [start, done('hotel'), refused('card')]
    expect(given(...back)).toMatchObject({ standing: 'undoing: undoing refused waiting' })
    expect(given(...back).sent.at(-1)).toBe('travel.cancelHotel')
    expect(given(...back, undone('hotel')).standing).toBe('undone: undone refused waiting')
  })

  it('ends at once when the first step is refused, for there is nothing to undo', () => {
    expect(given(start, refused('hotel')).standing).toBe('undone: refused waiting waiting')
  })

  it('undoes a step whose answer it does not know, and takes no notice of that answer later', () => {
    const back = given(start, turnBack)
    expect(back).toMatchObject({
      sent: ['travel.bookHotel', 'travel.cancelHotel'],
      standing: 'undoing: undoing waiting waiting',
    })
    expect(given(start, turnBack, done('hotel')).standing).toBe(back.standing)
    expect(given(start, turnBack, undone('hotel'), done('hotel')).standing).toBe('undone: undone waiting waiting')
  })

  it('undoes all steps at once, also after its end, and waits for every answer', () => {
    const all = [start, done('hotel'), done('card'), done('ticket'), turnBack]
    expect(given(...all).sent.slice(3)).toEqual(['travel.cancelHotel', 'travel.refund'])
    expect(given(...all, undone('card')).standing).toBe('undoing: undoing undone undone')
    expect(given(...all, undone('card'), undone('hotel')).standing).toBe('undone: undone undone undone')
  })

  it('refunds when a step after the pivot is refused', () => {
    const back = given(start, done('hotel'), done('card'), refused('ticket'))
    expect(back).toMatchObject({ standing: 'undoing: undoing undoing refused' })
  })

  it('changes nothing on duplicates, stale answers, unknown steps and a second start', () => {
    const state = given(start, done('hotel')).state
    for (const input of [start, done('hotel'), refused('hotel'), done('ticket'), undone('hotel'), done('nothing')]) {
      expect(advance(trip, state, input, { nowMs: 0 })).toBeUndefined()
    }
    expect(advance(trip, given(start, turnBack).state, turnBack, { nowMs: 0 })).toBeUndefined()
  })

  it('takes back a step that turned out to have happened after all', () => {
    const over = [start, done('hotel'), turnBack, undone('card'), undone('hotel')]
    const again = given(...over, { type: 'undo-again', stepId: 't1:card' })
    expect(again).toMatchObject({ standing: 'undoing: undone undoing waiting' })
    expect(again.sent.at(-1)).toBe('travel.refund')
  })

  it('reaches the same end whatever the order and number of answers', () => {
    const answers = [done('hotel'), done('card'), done('ticket')]
    const messy = [start, ...answers.toReversed(), ...answers, ...answers.toReversed(), ...answers, ...answers]
    expect(given(...messy)).toMatchObject({
      sent: ['travel.bookHotel', 'travel.charge', 'travel.print'],
      standing: 'done: done done done',
    })
  })
})

describe('the deadline of the whole', () => {
  const overdueAt = (state: SagaState, nowMs: number) => advance(trip, state, { type: 'overdue' }, { nowMs })

  it('turns a saga back whose pivot is not done by then, whatever is still open, and asks again until then', () => {
    const { state } = given(start, done('hotel'))
    expect(overdueAt(state, 59_999)?.send).toMatchObject([{ command: { name: 'travel.charge' } }])
    const late = overdueAt(state, 60_000)
    expect(late?.state).toMatchObject({ state: 'undoing', steps: [{ state: 'undoing' }, { state: 'undoing' }, {}] })
    expect(late?.send.map(({ command: { name } }) => name)).toEqual(['travel.cancelHotel', 'travel.refund'])
  })

  it('is no longer there once the pivot is done: from then on the rest is asked for until it is answered', () => {
    const { state } = given(start, done('hotel'), done('card'))
    expect(overdueAt(state, 10 ** 9)?.send).toMatchObject([{ command: { name: 'travel.print' } }])
    expect(advance(trip, state, { type: 'give-up' }, { nowMs: 0 })).toBeUndefined()
    expect(given(start, { type: 'give-up' }).standing).toBe('undoing: undoing waiting waiting')
  })

  it('is when somebody must look, unless an answer is due before', () => {
    expect(dueAtMs(trip, given(start).state)).toBe(1_000)
    const asked = overdueAt(given(start).state, 59_500)?.state
    expect(asked && dueAtMs(trip, asked)).toBe(60_000)
    expect(dueAtMs(trip, given(start, done('hotel'), done('card')).state)).toBe(1_000)
    expect(dueAtMs(trip, given(start, refused('hotel')).state)).toBeNull()
  })
})

describe('a step without an answer', () => {
  const overdueAt = (state: SagaState, nowMs: number) => advance(trip, state, { type: 'overdue' }, { nowMs })

  it('is asked again under the same id once its deadline has passed, each time later', () => {
    const first = given(start).state
    expect(overdueAt(first, 999)).toBeUndefined()
    const second = overdueAt(first, 1_000)
    expect(second?.send).toMatchObject([{ stepId: 't1:hotel', command: { name: 'travel.bookHotel' } }])
    expect(second?.state.steps[0]).toMatchObject({ sends: 2, deadlineAtMs: 3_000, startedAtMs: 0 })
  })

  it('is asked again to be undone while it is being undone', () => {
    const back = given(start, turnBack).state
    expect(overdueAt(back, 60_000)?.send).toMatchObject([
      { stepId: 't1:undo-hotel', command: { name: 'travel.cancelHotel' } },
    ])
  })

  it('never waits longer than a minute', () => {
    let state = given(start).state
    for (let i = 1; i <= 20; i++) state = overdueAt(state, i * 100_000)?.state ?? state
    expect(state.steps[0]?.deadlineAtMs).toBe(20 * 100_000 + 60_000)
  })
})

describe('an event', () => {
  it('is an answer only by name and step id together', () => {
    const { state } = given(start)
    expect(answerOf(trip, state, { name: 'travel.hotelBooked', stepId: 't1:hotel' })).toEqual(done('hotel'))
    expect(answerOf(trip, state, { name: 'travel.hotelFull', stepId: 't1:hotel' })).toEqual(refused('hotel'))
    expect(answerOf(trip, state, { name: 'travel.hotelCancelled', stepId: 't1:undo-hotel' })).toEqual(undone('hotel'))
    expect(answerOf(trip, state, { name: 'travel.hotelBooked', stepId: 't1:ticket' })).toBeUndefined()
    expect(answerOf(trip, state, { name: 'travel.hotelBooked', stepId: 't2:hotel' })).toBeUndefined()
  })
})
