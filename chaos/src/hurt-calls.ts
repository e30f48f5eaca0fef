import type { FaultRequest } from '@switchyard/contracts/lab'
import type { Strike } from './strike.ts'

/** What happens to the calls that arrive, and where: at the target alone, or at every instance of its service. */
export interface CallTrouble extends Pick<FaultRequest, 'kind'> {
  readonly at: 'instance' | 'service'
  readonly delayMs?: number
  /** Of the calls; all of them when left out. */
  readonly share?: number
  readonly operation?: string
}

/** Makes a service answer its calls late or not well, from the inside, by the host's `POST /faults`. */
export function hurtCalls({ at, kind, delayMs, share = 1, operation }: CallTrouble): Strike {
  return async ({ target, control, holdMs }) => {
    const id = await control.hurt({
      target: at === 'instance' ? { instance: target.id } : { service: target.service },
      kind,
      share,
      // It ends by itself if nobody heals it, and never before it is healed.
      ttlS: Math.min(Math.ceil(holdMs / 1000) + ttlSpareS, ttlSMax),
      ...(delayMs === undefined ? {} : { delayMs }),
      ...(operation === undefined ? {} : { operation }),
    })
    return { heal: () => control.mend(id) }
  }
}

const ttlSpareS = 10
const ttlSMax = 120
