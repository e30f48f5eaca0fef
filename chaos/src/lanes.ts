import { CallPattern } from '@switchyard/contracts/lab'
import { type Arrival, type ScheduleOptions, scheduleArrivals } from './arrivals.ts'

/** One way of calling: with some patterns of the chain left out. */
export interface Lane {
  /** As it was asked for, such as `retry+ejection`. */
  readonly name: string
  readonly without: readonly CallPattern[]
}

/** A lane for each pattern, alone. */
export const everyLane: readonly Lane[] = CallPattern.options.map((pattern) => ({ name: pattern, without: [pattern] }))

/** Reads `retry,ejection+retry`: a lane without retries, and one without both. Throws a RangeError for what is no pattern. */
export function lanesNamed(list: string): Lane[] {
  return list.split(',').map((name) => ({
    name,
    without: name.split('+').map((word) => {
      const { data } = CallPattern.safeParse(word)
      if (data === undefined)
        throw new RangeError(`there is no pattern "${word}"; there are ${CallPattern.options.join(', ')}`)
      return data
    }),
  }))
}

/**
 * The same load once for the shop as it is and once for each lane, side by side: the same requests in the same order, each
 * a moment after the one that it is compared with. The rate is that of all of them together.
 */
export function scheduleLanes(lanes: readonly Lane[], options: ScheduleOptions): Arrival[] {
  const rate = options.rate / (lanes.length + 1)
  const sides = [undefined, ...lanes.map(({ name }) => name)].map((lane, side) => {
    const keyPrefix = side === 0 ? options.seed : `${options.seed}-w${side}`
    const own = scheduleArrivals({ ...options, rate, keyPrefix })
    const offsetMs = (side * 1000) / options.rate
    return own.map((arrival) => ({
      ...arrival,
      atMs: arrival.atMs + offsetMs,
      ...(lane === undefined ? {} : { lane }),
    }))
  })
  return sides
    .flat()
    .sort((a, b) => a.atMs - b.atMs)
    .map((arrival, id) => ({ ...arrival, id }))
}
