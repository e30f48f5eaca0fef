import type { Peer } from '../peers.ts'
import { type Choice, fullyWarm, type Strategy, skipNobody } from '../strategy.ts'
import { callOf } from './call.ts'
import { seededRandom } from './seeded-random.ts'

/** Asks a strategy again and again; nobody warms up and nobody is skipped unless told otherwise. */
export function choosing(strategy: Strategy, among: readonly Peer[], over: Partial<Choice> = {}) {
  const parts = { among, skip: skipNobody, warmth: fullyWarm, random: seededRandom(), ...over }
  const choose = (input: unknown = {}, skip = parts.skip): Peer => strategy({ ...parts, skip, call: callOf({ input }) })
  return {
    choose,
    /** How often each instance is chosen for so many calls, by its id; the n-th call's input is n. */
    count(calls: number): Record<string, number> {
      const counts = Object.fromEntries(among.map(({ entry }) => [entry.instanceId, 0]))
      for (let n = 0; n < calls; n++) {
        const { instanceId } = choose(n).entry
        counts[instanceId] = (counts[instanceId] ?? 0) + 1
      }
      return counts
    },
  }
}
