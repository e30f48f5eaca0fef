import type { Sample } from './interleave.ts'

/** `µs`: what one costs. `/s`: how many in a second. `×`: how many times as many as another way brings in the same round. `KB`: what one takes. */
export type Unit = 'µs' | '/s' | '×' | 'KB'

/** One thing that was measured: the median of all rounds, with the least and the most. */
export interface Figure {
  readonly what: string
  readonly median: number
  readonly min: number
  readonly max: number
  readonly unit: Unit
  /** A cost may be so high at most, anything else must be so much at least; unset where the figure stands for comparison. */
  readonly goal?: number
}

/** Sums up rounds. Throws when one of them did not measure what was asked for. */
export function figureOf(
  what: string,
  rounds: readonly (number | undefined)[],
  goal?: number,
  unit: Unit = 'µs',
): Figure {
  const values = rounds.map((value) => {
    if (value === undefined || !Number.isFinite(value)) throw new Error(`${what} was not measured`)
    return value
  })
  const sorted = values.toSorted((a, b) => a - b)
  const [min, max] = [sorted[0], sorted.at(-1)]
  if (min === undefined || max === undefined) throw new Error(`${what} was not measured`)
  const median = ((sorted[(sorted.length - 1) >> 1] ?? min) + (sorted[sorted.length >> 1] ?? max)) / 2
  return { what, median, min, max, unit, ...(goal !== undefined && { goal }) }
}

/** What one lane costs more than another, round by round. */
export const addedBy = (more: readonly Sample[], less: readonly Sample[], name: string): (number | undefined)[] =>
  more.map((sample, round) => (sample[name] ?? Number.NaN) - (less[round]?.[name] ?? Number.NaN))

/** How many times as much one lane brings as another, round by round. */
export const timesOf = (more: readonly Sample[], less: readonly Sample[], name: string): (number | undefined)[] =>
  more.map((sample, round) => (sample[name] ?? Number.NaN) / (less[round]?.[name] ?? Number.NaN))

/** One measured thing of every round of a lane. */
export const of = (samples: readonly Sample[], name: string): (number | undefined)[] =>
  samples.map((sample) => sample[name])

/** Of costs less is better. */
export const isCost = (unit: Unit): boolean => unit === 'µs' || unit === 'KB'

/** Whether a figure reaches its goal; undefined where it has none. */
export const isMet = ({ median, goal, unit }: Figure): boolean | undefined => {
  if (goal === undefined) return undefined
  return isCost(unit) ? median <= goal : median >= goal
}
