import type { Duplex } from 'node:stream'
import type { Clock } from '@switchyard/runtime/clock'

/** How pieces travel at the moment; `chance` is uniform in [0, 1). */
export interface Gap {
  readonly delayMs?: number
  readonly jitterMs?: number
  readonly bytesPerSecond?: number
  readonly chance: () => number
}

/** One direction of a connection. */
export interface PumpOptions {
  readonly from: Duplex
  readonly to: Duplex
  /** Asked for each piece, and for the end: true loses it. */
  readonly isSwallowed: () => boolean
  readonly gap: () => Gap
  readonly clock: Clock
}

/** Passes pieces on in their order, each as late and as slowly as it must be, and the end after the last of them. */
export function pump({ from, to, isSwallowed, gap, clock }: PumpOptions): void {
  const waiting: Piece[] = []
  let isBusy = false
  const take = (bytes: Buffer | undefined) => {
    if (isSwallowed()) return
    const { delayMs = 0, jitterMs = 0, bytesPerSecond, chance } = gap()
    const lateMs = delayMs + (jitterMs === 0 ? 0 : jitterMs * chance())
    const takesMs = bytesPerSecond === undefined ? 0 : ((bytes?.length ?? 0) / bytesPerSecond) * 1000
    waiting.push({ bytes, dueMs: clock.now() + lateMs, takesMs })
    if (waiting.length > waitingMax) from.pause()
    if (!isBusy) void passOn()
  }
  const passOn = async () => {
    isBusy = true
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const restMs = Math.max(next.dueMs - clock.now(), 0) + next.takesMs
      if (restMs > 0) await clock.sleep(restMs)
      if (!to.writable) break
      if (next.bytes === undefined) to.end()
      else to.write(next.bytes)
      if (from.isPaused() && waiting.length <= waitingMax / 2) from.resume()
    }
    isBusy = false
  }
  from.on('data', take)
  from.on('end', () => take(undefined))
}

interface Piece {
  /** Undefined: the end. */
  readonly bytes: Buffer | undefined
  readonly dueMs: number
  readonly takesMs: number
}

/** Pieces that may lie between both ends; more are left with the sender. */
const waitingMax = 256
