import type { TriedToken } from '@switchyard/contracts/lab-trust'
import { StateDot } from '~/components/state-dot'
import { formatClock } from '~/time'
import { AgeChip } from '../age-chip'
import { badTrials } from './trust-goals'

interface TrustWatchProps {
  /** The newest first. */
  tried: readonly TriedToken[]
  /** When the newest was asked. */
  at: number
}

/** What the newest token says and what came of it, and every trial so far. */
export function TrustWatch({ tried, at }: TrustWatchProps) {
  const [newest] = tried
  if (!newest) return <p className="small dim">Call, and the token stands here with what the service said to it.</p>
  return (
    <div className="watch">
      <div className="ph">
        <p role="status">
          <Verdict one={newest} />
        </p>
        <AgeChip source={newest.answer.instanceId} at={at} raw={newest} />
      </div>
      <Token token={newest.token} />
      <TrialTable tried={tried} />
    </div>
  )
}

function Verdict({ one }: { one: TriedToken }) {
  const { status, refused } = one.answer
  if (refused === 'caller')
    return <StateDot state="ok">Refused: this proves nothing. The call was not looked at.</StateDot>
  if (refused === 'person')
    return <StateDot state="ok">Refused: the gateway is believed, and you may not ask this.</StateDot>
  if (badTrials.includes(one.trial))
    return <StateDot state="bad">Answered with {status}, and should not have been.</StateDot>
  return <StateDot state="ok">Answered: the gateway calls, for you.</StateDot>
}

function Token({ token }: { token: TriedToken['token'] }) {
  if (!token) return <p className="small dim">No token was sent.</p>
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['who calls', token.iss],
    ['for whom', `${token.kind} ${token.sub}`],
    ['meant for', token.aud],
    ['good', `${formatClock(token.issuedAt)} to ${formatClock(token.expiresAt)}`],
    ['is a', token.typ],
    ['key', `${token.kid}, ${token.alg}`],
  ]
  return (
    <dl className="figures token" aria-label="What the token says">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const TrialTable = ({ tried }: Pick<TrustWatchProps, 'tried'>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Calls so far">
    <table className="tb">
      <thead>
        <tr>
          <th>Token</th>
          <th>Asked</th>
          <th>Answer</th>
          <th>Refused</th>
          <th className="n">ms</th>
        </tr>
      </thead>
      <tbody>
        {tried.map(({ trial, answer }) => (
          <tr key={trial}>
            <td>{trial.replaceAll('-', ' ')}</td>
            <td>
              <code>{answer.operation}</code>
            </td>
            <td className="num">
              {answer.status} {answer.code}
            </td>
            <td>{answer.refused === null ? <span className="dim">nobody</span> : `the ${answer.refused}`}</td>
            <td className="n num">{Math.round(answer.ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
