import type { Contract } from '@switchyard/contracts/contract'
import type { Doors, LabScope } from '@switchyard/contracts/lab'
import type { Priority } from '@switchyard/contracts/priority'
import { RecentMap } from '@switchyard/rpc/recent-map'
import type { Clock } from '@switchyard/runtime/clock'
import { callPriorities } from './call-priority.ts'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { watchLoopLag } from './loop-lag.ts'
import { ownTime } from './own-time.ts'
import { Shed } from './shed.ts'
import { shedRequests } from './shed-requests.ts'
import { turnBudget } from './turn-budget.ts'
import { visitorsDoors } from './visitors-doors.ts'

/** Everything in the shop that is asked for often. */
const knownPathsMax = 1_000

/** The door of a gateway, as wide as its event loop allows until `closing` aborts, and behind it those of the lab's visitors. */
export function openDoors({
  contracts,
  gateway,
  elapsedMs,
  cpuMs,
  idleMs,
  clock,
  closing,
  afterTurn = setImmediate,
  limit = new ConcurrencyLimit(),
}: {
  contracts: Record<string, Contract>
  /** Instance id of this gateway. */
  gateway: string
  elapsedMs: () => number
  /** How long this thread was on a core. */
  cpuMs: () => number
  /** How long its event loop had nothing to do. */
  idleMs: () => number
  clock: Clock
  closing: AbortSignal
  /** Runs something once this turn of the event loop has taken up what has arrived. */
  afterTurn?: (run: () => void) => unknown
  limit?: Pick<ConcurrencyLimit, 'places' | 'lagMs' | 'observe'>
}) {
  const { after } = clock
  const { ownMs, patientMs } = ownTime({ elapsedMs, cpuMs, idleMs })
  watchLoopLag({ elapsedMs: ownMs, after, tell: (lagMs) => limit.observe(lagMs), signal: closing })
  const turn = turnBudget({ elapsedMs: ownMs, afterTurn })
  const door = new Shed({ places: () => limit.places, elapsedMs: patientMs, after, turn })
  const known = new RecentMap<Priority>(knownPathsMax)
  const priorityOf = callPriorities(contracts)
  const visitors = visitorsDoors({ priorityOf, elapsedMs: patientMs, clock })
  return {
    shed: shedRequests({ door, priorityOf, known }),
    refuse: { door, known },
    behind: visitors.behind,
    view: (lab: LabScope | undefined): Doors => ({
      ...{ gateway, lagMs: limit.lagMs, everybody: door.view() },
      own: (lab && visitors.view(lab.session)) ?? null,
    }),
  }
}
