import type { Refused } from './discovery.ts'
import { RecentMap } from './recent-map.ts'

const rememberedMax = 20

/** Remembers the latest registrations that were refused, each once however often it is seen. */
export class Refusals {
  #latest = new RecentMap<Refused>(rememberedMax)

  /** Takes the refused ones of a reading in; returns those that are new. */
  take(refused: readonly Refused[]): readonly Refused[] {
    const fresh = refused.slice(-rememberedMax).filter((one) => {
      const name = JSON.stringify([one.instanceId, one.address, one.why])
      const isNew = !this.#latest.get(name)
      this.#latest.set(name, one)
      return isNew
    })
    return fresh
  }

  get latest(): readonly Refused[] {
    return this.#latest.values()
  }
}
