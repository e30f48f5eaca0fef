import type { Instance } from '@switchyard/contracts/lab-operations'
import type { DotState } from '~/components/state-dot'

/** How each state of an instance is drawn and said. */
export const instanceStates: Record<Instance['state'], { dot: DotState; word: string }> = {
  starting: { dot: 'work', word: 'Starting' },
  ready: { dot: 'ready', word: 'Ready' },
  draining: { dot: 'warn', word: 'Draining' },
  frozen: { dot: 'frozen', word: 'Frozen' },
  dead: { dot: 'off', word: 'Dead' },
}

/** What can be done to an instance, by its id. */
export type InstanceAction = 'kill' | 'drain' | 'freeze' | 'thaw' | 'start'

/** What makes sense for an instance as it stands; nothing for what this host does not run. An engine is not drained: it has nobody to hand over to. */
export function actionsFor({ state, service, pid }: Pick<Instance, 'state' | 'service' | 'pid'>): InstanceAction[] {
  const engine = service === 'postgres' || service === 'redis'
  if (engine && pid === null && state !== 'dead') return []
  if (state === 'dead') return ['start']
  if (state === 'frozen') return ['kill', 'thaw']
  if (state === 'draining') return ['kill']
  return engine ? ['kill', 'freeze'] : ['kill', 'drain', 'freeze']
}
