'use client'

import type { Instance } from '@switchyard/contracts/lab-operations'
import { LeaseBar } from '~/components/lease-bar'
import { Notice } from '~/components/notice'
import { StateDot } from '~/components/state-dot'
import { InstanceActions } from './instance-actions'
import { type InstanceAction, instanceStates } from './instance-state'
import { useLabAct } from './use-lab-act'

/** Every instance with its state, its lease and what can be done to it; what came of it is told above. */
export function InstanceTable({ instances }: { instances: readonly Instance[] }) {
  const { act, doing, told, refused } = useLabAct()
  return (
    <>
      <div role="status">
        {told && !refused && !doing && <p className="small reg-told">{told}</p>}
        {refused && (
          <Notice tone="bad" title="That did not work">
            {refused}
          </Notice>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className="scroll-x" tabIndex={0} aria-label="Registry table">
        <table className="tb">
          <thead>
            <tr>
              <th>Instance</th>
              <th>State</th>
              <th>Version</th>
              <th className="n">Port</th>
              <th>Lease</th>
              <th className="n">Restarts</th>
              <th className="n">
                <span className="vh">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {instances.map((instance) => (
              <Row
                key={instance.id}
                instance={instance}
                doing={doing?.id === instance.id ? doing.action : undefined}
                onAct={(action) => act(instance.id, action)}
              />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

interface RowProps {
  instance: Instance
  doing: string | undefined
  onAct: (action: InstanceAction) => void
}

function Row({ instance, doing, onAct }: RowProps) {
  const { dot, word } = instanceStates[instance.state]
  return (
    <tr>
      <td>
        <code>{instance.id}</code>
      </td>
      <td>
        <StateDot state={dot}>{word}</StateDot>
      </td>
      <td className="num">{instance.version}</td>
      <td className="n num">{instance.port ?? '–'}</td>
      <td>
        <Lease instance={instance} />
      </td>
      <td className="n num">{instance.restarts}</td>
      <td className="acts">
        <InstanceActions instance={instance} doing={doing} onAct={onAct} />
      </td>
    </tr>
  )
}

/** Only those who are found through the registry hold a lease. */
function Lease({ instance: { lease, service } }: { instance: Instance }) {
  if (lease) return <LeaseBar leftMs={lease.expiresInMs} ttlMs={lease.ttlMs} />
  if (service === 'orders' || service === 'inventory') return <LeaseBar leftMs={0} ttlMs={1} />
  return <span className="dimmer">not registered</span>
}
