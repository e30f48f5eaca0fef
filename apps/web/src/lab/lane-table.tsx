import { byInstance, type Lane, msInWords } from './lane-words'

/** The comparison as a table: every lane, and every instance in it. */
export function LaneTable({ lanes }: { lanes: readonly { key: string; title: string; lane: Lane }[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Comparison as a table">
      <table className="tb">
        <thead>
          <tr>
            <th>Lane</th>
            <th>Who answered</th>
            <th className="n">Calls</th>
            <th className="n">Share</th>
            <th className="n">Median</th>
            <th className="n">Lane’s p99</th>
            <th className="n">Tries</th>
            <th className="n">Failed</th>
          </tr>
        </thead>
        <tbody>
          {lanes.flatMap(({ key, title, lane }) =>
            byInstance(lane).map(({ instanceId, calls, medianMs }) => (
              <tr key={`${key} ${instanceId}`}>
                <td>{title}</td>
                <td>{instanceId ? <code>{instanceId}</code> : 'nobody'}</td>
                <td className="n num">{calls.length}</td>
                <td className="n num">{Math.round((calls.length / Math.max(1, lane.calls.length)) * 100)} %</td>
                <td className="n num">{msInWords(medianMs)}</td>
                <td className="n num">{msInWords(lane.p99Ms)}</td>
                <td className="n num">{lane.attempts}</td>
                <td className="n num">{lane.failed}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  )
}
