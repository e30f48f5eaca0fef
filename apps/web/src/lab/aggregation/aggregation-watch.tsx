import type { OfferedOperation } from '@switchyard/contracts/lab-trust'
import { StateDot } from '~/components/state-dot'
import { type Span, Waterfall } from '~/components/waterfall'
import type { Asked } from './ask-page'
import type { useAggregation } from './use-aggregation'

/** The newest request with all that it led to, and the routing table. */
export function AggregationWatch({ pages: { asked, routes } }: { pages: ReturnType<typeof useAggregation> }) {
  const newest = asked.at(-1)
  return (
    <div className="watch">
      {newest ? (
        <Newest asked={newest} />
      ) : (
        <p className="small dim">Ask, and every call that the gateway made for it stands here.</p>
      )}
      {routes && <Routes routes={routes} />}
    </div>
  )
}

function Newest({ asked }: { asked: Asked }) {
  const { operations, status, ms, times, degraded } = asked
  const until = Math.max(1, Math.ceil(Math.max(...times.map(({ startMs, ms }) => startMs + (ms ?? 0)))))
  return (
    <section aria-label="The newest request">
      <p className="small">
        <StateDot state={status === 200 ? (degraded.length > 0 ? 'half' : 'ok') : 'bad'}>
          <span className="num">{status}</span>,{' '}
          {degraded.length > 0 ? `without ${degraded.join(', ')}` : status === 200 ? 'whole' : 'no page'}
        </StateDot>{' '}
        in <span className="num">{Math.round(ms)} ms</span>, as this browser saw it: 1 request,{' '}
        <span className="num">{operations.length}</span> {operations.length === 1 ? 'operation' : 'operations'},{' '}
        <span className="num">{times.length}</span> calls to services.
      </p>
      {times.length > 0 && <Waterfall spans={times.map(spanOf)} until={until} />}
      <p className="cap">
        <code>{operations.join(', ')}</code>. Times are the gateway’s own, after its first call: header{' '}
        <code>server-timing</code>.
      </p>
    </section>
  )
}

function spanOf({ name, startMs, ms, failed }: Asked['times'][number], place: number): Span {
  const [service = '', operation = ''] = name.split('.')
  return {
    ...{ key: `${place}`, service, name: operation, depth: 0, from: startMs, ms: ms ?? 0 },
    kind: failed ? 'failed' : 'self',
  }
}

const Routes = ({ routes }: { routes: readonly OfferedOperation[] }) => (
  <details>
    <summary>
      The gateway’s routing table, <span className="num">{routes.length}</span> operations
    </summary>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
    <section className="scroll-x" tabIndex={0} aria-label="The gateway’s routing table">
      <table className="tb">
        <thead>
          <tr>
            <th>tRPC, below /trpc/v2</th>
            <th>REST</th>
            <th>Priority</th>
            <th>Lets in</th>
          </tr>
        </thead>
        <tbody>
          {routes.map(({ name, rest, priority, callers }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{rest ? <code>{rest}</code> : 'not offered'}</td>
              <td>{priority}</td>
              <td>{callers.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </details>
)
