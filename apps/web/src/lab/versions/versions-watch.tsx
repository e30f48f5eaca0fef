import type { Played } from '@switchyard/old-clients/play'
import { StateDot } from '~/components/state-dot'
import type { Told } from './ask-version'
import type { VersionsStory } from './versions-goals'

/** Both answers beside each other, and the recorded client's way through. */
export function VersionsWatch({ story: { pair, played } }: { story: VersionsStory }) {
  if (!pair && !played) return <p className="small dim">Ask, and both versions answer here side by side.</p>
  return (
    <div className="watch">
      {pair && (
        <div className="ways">
          {pair.map((told) => (
            <Version key={told.version} told={told} />
          ))}
        </div>
      )}
      {played && <PlayedTable played={played} />}
    </div>
  )
}

function Version({ told }: { told: Told }) {
  const title = told.version === 'v1' ? 'Version 1' : 'Version 2'
  return (
    <section className="way" aria-label={title}>
      <h3>{title}</h3>
      <p className="small">
        <StateDot state={told.status < 400 ? 'ok' : 'bad'}>
          <span className="num">{told.status}</span> <code>{told.path}</code>
        </StateDot>
      </p>
      <dl className="figures">
        {(['deprecation', 'sunset', 'link'] as const).map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num digest">{told[name] ?? 'not sent'}</dd>
          </div>
        ))}
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <pre className="bytes" tabIndex={0}>
        {JSON.stringify(told.body, null, 2)}
      </pre>
    </section>
  )
}

const PlayedTable = ({ played }: { played: readonly Played[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="The recorded client">
    <table className="tb">
      <thead>
        <tr>
          <th>The client</th>
          <th>Request</th>
          <th className="n">Status</th>
          <th>Against the recording</th>
        </tr>
      </thead>
      <tbody>
        {played.map(({ name, method, path, status, surprises }) => (
          <tr key={name}>
            <td>{name}</td>
            <td className="num">
              {method} {path.split('?')[0]}
            </td>
            <td className="n num">{status}</td>
            <td>
              {surprises.length === 0 ? (
                <StateDot state="ok">as recorded</StateDot>
              ) : (
                <StateDot state="bad">{surprises.join('; ')}</StateDot>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
