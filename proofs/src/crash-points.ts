import type { Saga, SagaStep } from '@switchyard/messaging/saga'
import { type Boundary, boundaries } from './trap.ts'

/** What a step sends and hears, as its table has it; `refused-beside` is a request that its own worker refuses beside the row. */
export type Part = 'request' | 'done' | 'refused' | 'refused-beside' | 'undo' | 'undone'

/** One moment at which a process dies: around one message of one step. */
export interface CrashPoint {
  readonly step: string
  readonly part: Part
  readonly message: string
  readonly boundary: Boundary
}

/** Every boundary around every message of every step: a step that is added is in it, because the list is made from the table. */
export const crashPointsOf = ({ steps }: Saga): CrashPoint[] =>
  steps.flatMap((step) =>
    partsOf(step).flatMap(({ part, message }) =>
      boundaries.map((boundary) => ({ step: step.name, part, message, boundary })),
    ),
  )

function partsOf({ request, done, refused, undo, undone }: SagaStep): { part: Part; message: string }[] {
  const parts: [Part, { name: string } | undefined][] = [
    ['request', request],
    ['done', done],
    ['refused', refused],
    ['refused-beside', refused ? undefined : request],
    ['undo', undo],
    ['undone', undone],
  ]
  return parts.flatMap(([part, message]) => (message ? [{ part, message: message.name }] : []))
}

/** As it is told. */
export const nameOf = ({ step, part, message, boundary }: CrashPoint): string =>
  `${step}, ${part.replace('-', ' ')} (${message}): ${boundary}`

/** Every so many of the points; together the slices are all of them. */
export const sliceOf = (points: readonly CrashPoint[], { index, of }: { index: number; of: number }): CrashPoint[] =>
  points.filter((_, place) => place % of === index)
