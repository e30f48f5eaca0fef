import type { Comparison } from '@switchyard/contracts/lab'
import type { CallKind } from './call-dots'

export type Lane = Comparison['lanes'][number]
export type ComparedCall = Lane['calls'][number]

/** "60 calls, 58 answered, 71 tries". */
export const laneInWords = ({ calls, failed, attempts }: Pick<Lane, 'calls' | 'failed' | 'attempts'>): string =>
  `${calls.length} calls, ${calls.length - failed} answered, ${attempts} tries`

/** Milliseconds for people; what nobody measured is not known. */
export const msInWords = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? 'not known' : ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`

/** How a call's dot is drawn. */
export function kindOf({ ok, attempts }: Pick<ComparedCall, 'ok' | 'attempts'>): CallKind {
  if (!ok) return attempts.length === 0 ? 'r' : 'f'
  return attempts.length > 1 ? 'h' : 'p'
}

/** The calls of a lane by who answered them; those that nobody answered come last, under `null`. */
export function byInstance({ calls, shares }: Pick<Lane, 'calls' | 'shares'>) {
  const ids = [...new Set([...shares.map(({ instanceId }) => instanceId), ...calls.map(answererOf)])]
  const known = ids.filter((id) => id !== null).sort()
  return [...known, ...(ids.includes(null) ? [null] : [])].map((instanceId) => {
    const own = calls.filter((call) => answererOf(call) === instanceId)
    return { instanceId, calls: own, medianMs: medianOf(own.map(({ ms }) => ms)) }
  })
}

/** What share of a lane's calls an instance answered. */
export const shareOf = (lane: Pick<Lane, 'calls' | 'shares'>, instanceId: string): number =>
  (lane.shares.find((one) => one.instanceId === instanceId)?.answered ?? 0) / Math.max(1, lane.calls.length)

/** The call that shows best what the lanes do differently: answered here and lost there, and much tried on its way. */
export function mostTelling(lanes: readonly Pick<Lane, 'calls'>[]): number {
  const weights = (lanes[0]?.calls ?? []).map((_, place) => {
    const same = lanes.flatMap(({ calls }) => calls[place] ?? [])
    const differ = same.some(({ ok }) => ok) && same.some(({ ok }) => !ok)
    return same.reduce((sum, call) => sum + weightOf(call), differ ? 100_000 : 0)
  })
  return Math.max(0, weights.indexOf(Math.max(...weights)))
}

/** A further try weighs more than any wait. */
const weightOf = ({ attempts, ms }: ComparedCall) => Math.max(0, attempts.length - 1) * 10_000 + Math.min(ms, 9_000)

const answererOf = ({ ok, instanceId }: ComparedCall) => (ok ? instanceId : null)

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
