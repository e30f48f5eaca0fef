import { StateDot } from '~/components/state-dot'
import type { Way } from './way'

/** The ways side by side: what each cost, and what went out and came back word for word. */
export function ProtocolsWatch({ ways }: { ways: readonly Way[] }) {
  if (ways.length === 0)
    return <p className="small dim">Ask, and each way stands here with its request, its reply and what it cost.</p>
  return (
    <div className="watch">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className="scroll-x" tabIndex={0} aria-label="The ways side by side">
        <table className="tb">
          <thead>
            <tr>
              <th scope="col">Protocol</th>
              <th scope="col">Answer</th>
              <th scope="col">Bytes</th>
              <th scope="col">Time</th>
              <th scope="col">Calls to services</th>
            </tr>
          </thead>
          <tbody>
            {ways.map(({ protocol, status, code, bytes, ms, calls }) => (
              <tr key={protocol}>
                <td>{protocol}</td>
                <td>
                  <StateDot state={code ? 'bad' : 'ok'}>{code ? `${status} ${code}` : `${status}`}</StateDot>
                </td>
                <td className="num">{bytes}</td>
                <td className="num">{ms.toFixed(0)} ms</td>
                <td className="num">{calls === null ? 'not told' : inWords(calls)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="cap">
        Times are this browser’s, of one request each: the first of a kind pays for what the others find ready. Over
        GraphQL a refusal is told within an answer, so its status may be 200.
      </p>
      {ways.map(({ protocol, request, reply }) => (
        <details key={protocol}>
          <summary>{protocol}, word for word</summary>
          <Words label={`${protocol}’s request`} text={request} />
          <Words label={`${protocol}’s reply`} text={reply} />
        </details>
      ))}
    </div>
  )
}

const Words = ({ label, text }: { label: string; text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
  <section className="scroll-x" tabIndex={0} aria-label={label}>
    <pre className="num small">{text}</pre>
  </section>
)

/** `inventory.printBySlug` for one, `3: …` for more. */
function inWords(calls: readonly string[]): string {
  const counted = [...new Set(calls)].map((call) => {
    const times = calls.filter((one) => one === call).length
    return times > 1 ? `${times} × ${call}` : call
  })
  return `${calls.length}: ${counted.join(', ')}`
}
