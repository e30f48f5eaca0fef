import { Failure } from '@switchyard/rpc/failure'

/** Event streams that may be open at once at one gateway. */
export interface SeatLimits {
  /** Of one guest, or of one person who has signed in. */
  readonly caller: number
  /** Of everybody without an API key at one address. */
  readonly address: number
  /** Of one API key. */
  readonly key: number
}

/** Who opens a stream. */
export interface Sitter {
  readonly kind: 'caller' | 'key'
  readonly id: string
  /** Keys come from anywhere and have none. */
  readonly address?: string
}

const backInMs = 5_000

/**
 * Counts the open event streams of each caller, key and address: each keeps a connection, and asks by itself again and again.
 * `take` gives a seat, to be given back once; throws `rate_limited` when there is none left.
 */
export function createStreamSeats(limits: SeatLimits) {
  const taken = new Map<string, number>()
  const change = (name: string, by: number) => {
    const count = (taken.get(name) ?? 0) + by
    if (count > 0) taken.set(name, count)
    else taken.delete(name)
  }
  return {
    take({ kind, id, address }: Sitter): () => void {
      const counted = [
        { name: `${kind} ${id}`, most: limits[kind] },
        ...(address === undefined ? [] : [{ name: `address ${address}`, most: limits.address }]),
      ]
      const full = counted.find(({ name, most }) => (taken.get(name) ?? 0) >= most)
      if (full) {
        const detail = `${full.most} event streams of yours are open here, and more we do not keep. Close one, or come back later.`
        throw new Failure('rate_limited', { detail, retryAfterMs: backInMs })
      }
      for (const { name } of counted) change(name, 1)
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        for (const { name } of counted) change(name, -1)
      }
    },
    /** How many names are remembered, for whoever proves that none is for ever. */
    remembered: () => taken.size,
  }
}

/** The seats of one gateway. */
export type StreamSeats = ReturnType<typeof createStreamSeats>
