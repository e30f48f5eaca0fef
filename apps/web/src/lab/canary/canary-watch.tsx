import type { CallerView } from '@switchyard/contracts/lab'
import { StateDot } from '~/components/state-dot'
import { formatClock } from '~/time'
import { AgeChip } from '../age-chip'
import type { useCanary } from './use-canary'

/** How this visitor's calls are routed, instance by instance, and what was withdrawn. */
export function CanaryWatch({ at }: { at: ReturnType<typeof useCanary> }) {
  const { caller } = at
  if (!caller) return <p className="small dim">Not known: the gateway has not told yet.</p>
  return (
    <div className="watch">
      <div className="ph">
        <AgeChip source="lab.callers" at={at.at} raw={caller} />
        <span className="cap">{`as ${caller.caller} sees it, for you`}</span>
      </div>
      <p className="small">
        Your calls: <b className="num">{at.answered}</b> answered,{' '}
        <output className="num" aria-label="Failed">
          {at.failed}
        </output>{' '}
        failed.
      </p>
      <Routing instances={caller.instances} />
      <div role="status" aria-label="Withdrawn">
        {caller.withdrawn.map(({ version, at: since, tries, bad, othersTries, othersBad }) => (
          <p key={version} className="small">
            <StateDot state="bad">
              <code>{version}</code> was withdrawn at <span className="num">{formatClock(since).slice(0, 8)}</span>
            </StateDot>
            : <span className="num">{bad}</span> of <span className="num">{tries}</span> calls failed, of the others{' '}
            <span className="num">{othersBad}</span> of <span className="num">{othersTries}</span>. It gets pinned calls
            alone.
          </p>
        ))}
      </div>
    </div>
  )
}

const Routing = ({ instances }: { instances: CallerView['instances'] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Routing by version">
    <table className="tb">
      <thead>
        <tr>
          <th>Instance</th>
          <th>Version</th>
          <th className="n">Weight</th>
          <th className="n">Answered</th>
          <th className="n">Failed</th>
        </tr>
      </thead>
      <tbody>
        {instances.map(({ instanceId, version, weight, answered, failed }) => (
          <tr key={instanceId}>
            <th scope="row">
              <code>{instanceId}</code>
            </th>
            <td>
              <code>{version}</code>
            </td>
            <td className="n num">{weight}</td>
            <td className="n num">{answered}</td>
            <td className="n num">{failed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
