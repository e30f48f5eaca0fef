/**
 * The parts of `docs/fulfilment.md` that follow from the code: the saga's table of steps, and the states of an order with
 * what leads from one to the next. Nothing in them is written by hand; `node scripts/docs.ts --mend` writes them anew.
 */
import { fulfilOrder } from '../apps/orders/src/fulfil-order.saga.ts'
import { mayBecome } from '../apps/orders/src/order.ts'
import { OrderStatus } from '../packages/contracts/src/orders.ts'
import { advance } from '../packages/messaging/src/advance.ts'
import { newSaga, type Saga, type SagaState, stepIdOf } from '../packages/messaging/src/saga.ts'

/** The document with every part between `<!-- name -->` and `<!-- /name -->` as the code has it now. */
export const withSagaDrawn = (text: string): string =>
  Object.entries(parts).reduce(
    (drawn, [name, draw]) =>
      drawn.replace(new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`), (_, open, close) => {
        return `${open}${draw().join('\n')}\n${close}`
      }),
    text,
  )

const parts = { 'saga-steps': () => stepTable(fulfilOrder), 'saga-states': () => stateDiagram() }

/** One row a step, as its table has it. */
function stepTable({ steps }: Saga): string[] {
  const cell = (message: { name: string } | undefined, otherwise: string) =>
    message ? `\`${message.name}\`` : otherwise
  return [
    '| step | asked by | done | refused | undone by | that is answered by |',
    '|---|---|---|---|---|---|',
    ...steps.map(({ name, pivot, request, done, refused, undo, undone }) => {
      const beside = 'beside the row'
      const cells = [cell(request, ''), cell(done, beside), cell(refused, beside)]
      const back = undo ? [cell(undo, ''), cell(undone, beside)] : ['the undo of another step', '']
      return `| **${name}**${pivot ? ', the pivot' : ''} | ${[...cells, ...back].join(' | ')} |`
    }),
  ]
}

/** Every way that an order may go, each with what takes it there. */
function stateDiagram(): string[] {
  const all = OrderStatus.options
  const ways = all.flatMap((from) => all.filter((to) => mayBecome(from, to)).map((to) => ({ from, to })))
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> pending: place',
    ...ways.map(({ from, to }) => `  ${from} --> ${to}: ${reasonOf(from, to)}`),
    ...all.filter((from) => ways.every((way) => way.from !== from)).map((end) => `  ${end} --> [*]`),
    '```',
  ]
}

function reasonOf(from: OrderStatus, to: OrderStatus): string {
  const step = fulfilOrder.steps.find(({ reaches }) => reaches === to)
  if (step) return step.name + ('pivot' in step ? ' (the pivot)' : '')
  if (to === 'shipped' || to === 'delivered') return 'the parcel'
  const why = {
    rejected: passedPivot(from) ? 'the hold is gone' : 'refused, or too late',
    cancelled: 'cancel',
    returned: 'return',
  }
  return `${why[to as keyof typeof why]} → ${undosFrom(from)}`
}

const sagaAt = (status: OrderStatus): SagaState => {
  const reached = fulfilOrder.steps.findIndex(({ reaches }) => reaches === status) + 1
  const isPast = status === 'shipped' || status === 'delivered'
  const done = fulfilOrder.steps.slice(0, isPast ? fulfilOrder.steps.length : reached)
  const inputs = [
    { type: 'start' as const },
    ...done.map(({ name }) => ({ type: 'done' as const, stepId: stepIdOf('order', name) })),
  ]
  return inputs.reduce<SagaState>(
    (state, input) => advance(fulfilOrder, state, input, { nowMs: 0 })?.state ?? state,
    newSaga(fulfilOrder, 'order'),
  )
}

const passedPivot = (status: OrderStatus): boolean =>
  advance(fulfilOrder, sagaAt(status), { type: 'give-up' }, { nowMs: 0 }) === undefined

/** What the saga sends when it turns back from there; who has not begun is not undone. */
function undosFrom(status: OrderStatus): string {
  const back = advance(fulfilOrder, sagaAt(status), { type: 'turn-back' }, { nowMs: 0 })
  return (back?.send ?? []).map(({ command }) => command.name.split('.')[1]).join(', ')
}
