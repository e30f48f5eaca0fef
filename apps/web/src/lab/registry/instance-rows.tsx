import type { CallerView } from '@switchyard/contracts/lab'
import type { Instance } from '@switchyard/contracts/lab-operations'
import { LeaseBar } from '~/components/lease-bar'
import { StateDot } from '~/components/state-dot'
import { useNow } from '~/components/use-now'
import { formatAge } from '~/time'
import { InstanceActions } from '../instance-actions'
import { type InstanceAction, instanceStates } from '../instance-state'
import { standingWith } from './standing'

interface InstanceRowsProps {
  instances: readonly Instance[]
  /** `undefined`: not known. */
  callers: readonly CallerView[] | undefined
  doing: { id: string; action: string } | undefined
  onAct: (id: string, action: InstanceAction) => void
}

/** The registry as a table: every entry with its lease and labels, whether the gateway calls it, and what can be done to it. */
export function InstanceRows({ instances, callers, doing, onAct }: InstanceRowsProps) {
  const now = useNow()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Registry table">
      <table className="tb">
        <Head />
        <tbody>
          {instances.map((instance) => {
            const caller = callers?.find(({ service }) => service === instance.service)
            return (
              <tr key={instance.id}>
                <Labels instance={instance} caller={caller} now={now} />
                <td className="acts">
                  <InstanceActions
                    instance={instance}
                    doing={doing?.id === instance.id ? doing.action : undefined}
                    onAct={(action) => onAct(instance.id, action)}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

const Head = () => (
  <thead>
    <tr>
      <th>Instance</th>
      <th>State</th>
      <th>Lease</th>
      <th>The gateway</th>
      <th>Version</th>
      <th>Zone</th>
      <th className="n">Weight</th>
      <th className="n">Up for</th>
      <th className="n">
        <span className="vh">Actions</span>
      </th>
    </tr>
  </thead>
)

function Labels({ instance, caller, now }: { instance: Instance; caller: CallerView | undefined; now: number | null }) {
  const { id, state, lease, version, startedAt } = instance
  const standing = standingWith(caller, id, now)
  const view = caller?.instances.find(({ instanceId }) => instanceId === id)
  return (
    <>
      <td>
        <code>{id}</code>
      </td>
      <td>
        <StateDot state={instanceStates[state].dot}>{instanceStates[state].word}</StateDot>
      </td>
      <td>{lease ? <LeaseBar leftMs={lease.expiresInMs} ttlMs={lease.ttlMs} /> : <LeaseBar leftMs={0} ttlMs={1} />}</td>
      <td>
        <StateDot state={standing.dot}>{standing.word}</StateDot>
      </td>
      <td className="num">{view?.version ?? version}</td>
      <td className="num">{view?.zone ?? '–'}</td>
      <td className="n num">{view?.weight ?? '–'}</td>
      <td className="n num">
        {startedAt && state !== 'dead' && now !== null ? formatAge(now - Date.parse(startedAt)) : '–'}
      </td>
    </>
  )
}
