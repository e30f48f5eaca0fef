import type { CallerView } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import type { Control, Instance } from './control.ts'
import type { LabClient } from './lab-client.ts'

/** What was seen of a shop while it was hurt; moments are milliseconds of the campaign's clock. */
export interface Sightings {
  readonly instances: readonly { readonly atMs: number; readonly list: readonly Instance[] }[]
  /** One gateway's view each; empty where the lab does not tell. */
  readonly callers: readonly { readonly atMs: number; readonly views: readonly CallerView[] }[]
}

/** What {@link watchShop} takes. */
export interface WatchOptions {
  readonly control: Control
  readonly lab: LabClient
  readonly clock: Clock
  readonly everyMs?: number
}

/** Looks at host and gateways again and again until it is stopped, which gives all that was seen. */
export function watchShop({ control, lab, clock, everyMs = 100 }: WatchOptions): { stop(): Promise<Sightings> } {
  const stopping = new AbortController()
  const instances: { atMs: number; list: readonly Instance[] }[] = []
  const callers: { atMs: number; views: readonly CallerView[] }[] = []
  const untilStopped = async (look: () => Promise<void>) => {
    while (!stopping.signal.aborted) {
      // Whoever does not answer was not seen: that is all.
      await look().catch(() => {})
      await clock.sleep(everyMs, stopping.signal)
    }
  }
  const watching = Promise.all([
    untilStopped(async () => {
      const list = await control.instances()
      instances.push({ atMs: clock.now(), list })
    }),
    untilStopped(async () => {
      const views = await lab.callers()
      if (views !== undefined) callers.push({ atMs: clock.now(), views })
    }),
  ])
  return {
    async stop() {
      stopping.abort()
      await watching
      return { instances, callers }
    },
  }
}
