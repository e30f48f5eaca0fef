import type { CallerView } from '@switchyard/contracts/lab'

/** What the instances of one service answered between two looks at the process that calls them. */
export interface Tick {
  /** By this browser's clock. */
  at: number
  service: string
  /** `null`: not known, since this process was looked at for the first time or began to count anew. */
  instances: Readonly<Record<string, { answered: number; failed: number }>> | null
}

/** Every look so far, as differences; counts since the start of a process say nothing about now. */
export interface CallHistory {
  /** When the newest look was heard. */
  at: number
  /** The last look at each caller of each service: several gateways answer in turn. */
  last: Readonly<Record<string, CallerView>>
  ticks: readonly Tick[]
}

export const noHistory: CallHistory = { at: 0, last: {}, ticks: [] }

/** A minute of looks, a second apart, at two services. */
const ticksMax = 120

/** Adds a look that was heard at `at`. */
export function withLook({ last, ticks }: CallHistory, views: readonly CallerView[], at: number): CallHistory {
  const fresh = views.map((view) => ({ at, service: view.service, instances: between(last[nameOf(view)], view) }))
  return {
    at,
    last: { ...last, ...Object.fromEntries(views.map((view) => [nameOf(view), view])) },
    ticks: [...ticks, ...fresh].slice(-ticksMax),
  }
}

const nameOf = ({ caller, service }: CallerView) => `${caller} ${service}`

/** What each instance answered since; an instance that was not there before has answered everything since. */
function between(before: CallerView | undefined, now: CallerView): Tick['instances'] {
  if (!before) return null
  const grown = now.instances.map(({ instanceId, answered, failed }) => {
    const was = before.instances.find((one) => one.instanceId === instanceId)
    return [instanceId, { answered: answered - (was?.answered ?? 0), failed: failed - (was?.failed ?? 0) }] as const
  })
  return grown.some(([, { answered, failed }]) => answered < 0 || failed < 0) ? null : Object.fromEntries(grown)
}

/** What each instance of a service answered in the last `ms`, of what was heard by `history.at`. */
export function answeredLately(history: CallHistory, service: string, ms = 10_000): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { at, service: of, instances } of history.ticks) {
    if (of !== service || at <= history.at - ms || !instances) continue
    for (const [id, { answered }] of Object.entries(instances)) sums[id] = (sums[id] ?? 0) + answered
  }
  return sums
}
