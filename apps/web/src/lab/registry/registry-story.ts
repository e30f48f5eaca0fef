import type { Instance } from '@switchyard/contracts/lab-operations'
import type { SteadyCalls } from '../use-steady-calls'

/** What stands in front of the visitor at one moment. */
export interface Scene {
  instances: readonly Pick<Instance, 'id' | 'state' | 'restarts' | 'lease'>[]
  calls: Pick<SteadyCalls, 'answered' | 'failed'>
  /** Whether such calls are made right now: what happens while nobody calls proves nothing. */
  calling: boolean
  /** What each instance answered in the last ten seconds, by the gateway's count. */
  lately: Readonly<Record<string, number>>
  /** Whether the lab has just said that Redis was wiped. */
  wiped: boolean
}

/** What happened on this page so far, as it was seen; the goals are read off it. */
export interface Story {
  /** Who was there at first; nothing before the first scene. */
  first: readonly string[] | null
  /** Restarts of each instance as they stood before the calls began. */
  restarts: Readonly<Record<string, number>>
  /** The calls that had ended when an instance was first seen dead, or frozen. */
  died: Scene['calls'] | null
  froze: Scene['calls'] | null
  /** An instance that was not there at first, and its calls of the last ten seconds. */
  newcomer: { id: string; answered: number; share: number } | null
  /** `gone`: wiped, not every lease seen again; `back`: all of them are. */
  leases: 'untouched' | 'gone' | 'back'
}

export const noStory: Story = {
  first: null,
  restarts: {},
  died: null,
  froze: null,
  newcomer: null,
  leases: 'untouched',
}

/** Goes on with what is seen now. */
export function withScene(story: Story, scene: Scene): Story {
  const { instances, calling } = scene
  const first = story.first ?? instances.map(({ id }) => id)
  const restarts = calling ? story.restarts : Object.fromEntries(instances.map((one) => [one.id, one.restarts]))
  const died = instances.some((one) => one.state === 'dead' || one.restarts > (restarts[one.id] ?? one.restarts))
  const froze = instances.some(({ state }) => state === 'frozen')
  return {
    first,
    restarts,
    died: story.died ?? (calling && died ? endedCalls(scene) : null),
    froze: story.froze ?? (calling && froze ? endedCalls(scene) : null),
    newcomer: newcomerIn(scene, first) ?? story.newcomer,
    leases: leasesAfter(story, scene),
  }
}

const endedCalls = ({ calls: { answered, failed } }: Scene) => ({ answered, failed })

function newcomerIn({ instances, lately }: Scene, first: readonly string[]): Story['newcomer'] {
  const all = Object.values(lately).reduce((sum, count) => sum + count, 0)
  const fresh = instances.find(({ id }) => !first.includes(id) && (lately[id] ?? 0) > 0)
  if (!fresh) return null
  const answered = lately[fresh.id] ?? 0
  return { id: fresh.id, answered, share: answered / all }
}

/** The wipe's own scene may still show the leases of before. */
function leasesAfter({ leases }: Story, { wiped, instances }: Scene): Story['leases'] {
  if (wiped && leases === 'untouched') return 'gone'
  if (leases !== 'gone') return leases
  const ready = instances.filter(({ state }) => state === 'ready')
  return ready.length > 0 && ready.every(({ lease }) => lease) ? 'back' : 'gone'
}

/** The calls that ended since, `null` before anything happened. */
export function since(then: Scene['calls'] | null, now: Scene['calls']): Scene['calls'] | null {
  return then && { answered: now.answered - then.answered, failed: now.failed - then.failed }
}
