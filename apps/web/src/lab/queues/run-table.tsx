import { formatAge } from '~/time'
import { type Run, tookMs } from './queue-runs'

/** Each press of the button as a row, so that the same load can be compared. */
export function RunTable({ runs }: { runs: readonly Run[] }) {
  if (runs.length === 0)
    return <p className="small dim">Place some orders, and what became of their mails stands here.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Runs">
      <table className="tb runs">
        <thead>
          <tr>
            <th className="n">Run</th>
            <th className="n">Orders</th>
            <th className="n">Mails</th>
            <th className="n">Instances</th>
            <th className="n">Most waiting</th>
            <th className="n">Most held back</th>
            <th>Done by</th>
            <th className="n">Last mail after</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row key={run.number} run={run} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ run }: { run: Run }) {
  const took = tookMs(run)
  return (
    <tr>
      <td className="n num">{run.number}</td>
      <td className="n num">{run.taken}</td>
      <td className="n num">{run.mails}</td>
      <td className="n num">{run.workers.length}</td>
      <td className="n num">{run.waitingMost}</td>
      <td className="n num">{run.heldMost}</td>
      <td className="num">
        {Object.entries(run.done)
          .map(([id, count]) => `${id} ${count}`)
          .join(', ') || '–'}
      </td>
      <td className="n num">{took === null ? 'under way' : formatAge(took)}</td>
    </tr>
  )
}
