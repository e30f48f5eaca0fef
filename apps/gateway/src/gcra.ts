/**
 * GCRA (the generic cell rate algorithm of ITU-T I.371), which is a bucket that leaks evenly, in one number a caller: the
 * moment at which it will be as if they had never asked. Each call moves that moment on by its cost.
 */

/** Whose calls are counted, and how much they may cost in a minute. */
export interface Bucket {
  /** The policy's name, as the headers tell it. */
  name: string
  id: string
  perMinute: number
}

/** How a bucket stands after a decision. */
export interface Standing {
  bucket: Bucket
  /** The cost that would be admitted at once now. */
  left: number
  /** Until all of it is there again. */
  fullInMs: number
  /** When to ask again; 0: admitted. */
  waitMs: number
}

/** Decides on one request over all of its buckets at once: either each admits it and is charged, or none is. */
export interface Buckets {
  take(buckets: readonly Bucket[], cost: number): Promise<Standing[]>
  /** Charges what was admitted without asking. */
  charge(admitted: readonly Charge[]): Promise<void>
}

/** So much was admitted of a bucket, beginning so long ago. */
export interface Charge {
  readonly bucket: Bucket
  readonly cost: number
  readonly agoMs: number
}

/** Whether every bucket admitted it. */
export const isAdmitted = (standings: readonly Standing[]): boolean => standings.every(({ waitMs }) => waitMs === 0)

/** A third of a minute's limit may come at once; the rest is spread over the minute, so that no minute has more than the limit. */
const share = 1 / 3
const perMinuteMin = 3

/** What may come at once, and how long one unit of cost takes to come back, in microseconds. */
export function paceOf({ perMinute }: Pick<Bucket, 'perMinute'>): { burst: number; everyUs: number } {
  const limit = Math.max(perMinute, perMinuteMin)
  return { burst: limit * share, everyUs: 60_000_000 / (limit * (1 - share)) }
}

/** The number of a bucket after a charge that nobody was asked for: as if it had been asked then, but no deeper in debt than a bucket holds. */
export function charged(
  { bucket, cost, agoMs }: Charge,
  { freshUs = 0, nowUs }: { freshUs?: number | undefined; nowUs: number },
): number {
  const { burst, everyUs } = paceOf(bucket)
  const then = Math.max(freshUs, nowUs - agoMs * 1_000)
  return Math.max(freshUs, Math.min(then + cost * everyUs, nowUs + 2 * burst * everyUs))
}

/** The decision of one bucket: `freshUs` is the number that is kept for it, `undefined` for who has not asked lately. A cost above the burst takes all of it. */
export function decide(
  bucket: Bucket,
  { freshUs = 0, cost, nowUs }: { freshUs?: number | undefined; cost: number; nowUs: number },
): { standing: Standing; nextUs: number } {
  const { burst, everyUs } = paceOf(bucket)
  const before = Math.max(freshUs, nowUs)
  const next = before + Math.min(cost, burst) * everyUs
  const waitUs = next - burst * everyUs - nowUs
  // Less than a microsecond is an error of the arithmetic.
  const admitted = waitUs < 1
  const stands = (admitted ? next : before) - nowUs
  const left = Math.max(0, Math.floor(burst - stands / everyUs + 1e-6))
  const standing = {
    bucket,
    left,
    fullInMs: Math.ceil(stands / 1_000),
    waitMs: admitted ? 0 : Math.ceil(waitUs / 1_000),
  }
  return { standing, nextUs: next }
}
