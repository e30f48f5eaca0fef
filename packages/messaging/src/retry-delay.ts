import { createHash } from 'node:crypto'

const firstMs = 200
const maxMs = 30_000
const putOffMsMax = 5_000

/**
 * How long a message rests before its next try: twice as long each time, at most 30 s, and at random between half and
 * all of that, so that what failed together does not come back together. The randomness is the message's own id.
 */
export function retryDelayMs(attempt: number, id: string): number {
  const ceilingMs = Math.min(firstMs * 2 ** (attempt - 1), maxMs)
  const spread = createHash('sha256').update(`${id}/${attempt}`).digest().readUInt32BE(0) / 2 ** 32
  return Math.round(ceilingMs * (0.5 + spread / 2))
}

/** How long a letter rests whose moment has not come: in the same way, and at most 5 s, since nothing is wrong. */
export const putOffMs = (start: number, id: string): number => Math.min(retryDelayMs(start, id), putOffMsMax)
