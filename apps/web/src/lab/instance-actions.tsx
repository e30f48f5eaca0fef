import type { Instance } from '@switchyard/contracts/lab-operations'
import { actionsFor, type InstanceAction } from './instance-state'

interface InstanceActionsProps {
  instance: Pick<Instance, 'id' | 'state' | 'service' | 'pid'>
  /** What is being done to it right now. */
  doing: string | undefined
  onAct: (action: InstanceAction) => void
}

/** What can be done to an instance as it stands, or what is being done. */
export function InstanceActions({ instance, doing, onAct }: InstanceActionsProps) {
  if (doing) return <span className="small dim">{words[doing]?.doing ?? doing}</span>
  return actionsFor(instance).map((action) => (
    <button key={action} type="button" onClick={() => onAct(action)}>
      {words[action]?.name}
      <span className="vh"> {instance.id}</span>
    </button>
  ))
}

const words: Record<string, { name: string; doing: string }> = {
  kill: { name: 'Kill', doing: 'Killing' },
  drain: { name: 'Drain', doing: 'Draining' },
  freeze: { name: 'Freeze', doing: 'Freezing' },
  thaw: { name: 'Thaw', doing: 'Thawing' },
  start: { name: 'Start', doing: 'Starting' },
}
