import type { QueueCounts } from '@switchyard/contracts/trail'

/** Every other queue, so that one sees whom a full one does not hold up. */
export function OtherQueues({ queues }: { queues: readonly QueueCounts[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Other queues">
      <table className="tb">
        <thead>
          <tr>
            <th>Every other queue</th>
            <th className="n">Worked on</th>
            <th className="n">Waiting</th>
            <th className="n">Full at</th>
            <th className="n">Held back</th>
          </tr>
        </thead>
        <tbody>
          {queues.map(({ queue, active, waiting, delayed, backlogMax, held }) => (
            <tr key={queue}>
              <td>
                <code>{queue}</code>
              </td>
              <td className="n num">{active}</td>
              <td className="n num">{waiting + delayed}</td>
              <td className="n num">{backlogMax.toLocaleString('en-GB')}</td>
              <td className="n num">{held}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
