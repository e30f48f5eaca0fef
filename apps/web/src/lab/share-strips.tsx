import type { ReactNode } from 'react'
import { answeredLately, type CallHistory } from './call-history'
import { callsPerDot, type Strip, stripOf, stripSize } from './strip-layout'

interface ShareStripsProps {
  history: CallHistory
  service: string
  /** The instances to draw, with how each stands. */
  instances: readonly { id: string; standing: ReactNode }[]
}

/** Who answers: a strip an instance, a column a second, so that a newcomer is seen to take its share. */
export function ShareStrips({ history, service, instances }: ShareStripsProps) {
  const ticks = history.ticks.filter((tick) => tick.service === service)
  const perDot = callsPerDot(ticks)
  const lately = answeredLately(history, service)
  const known = ticks.some((tick) => tick.instances)
  const all = known ? Object.values(lately).reduce((sum, count) => sum + count, 0) : null
  return (
    <div className="strips">
      {instances.map(({ id, standing }) => (
        <StripRow key={id} {...{ id, standing, all }} strip={stripOf(ticks, id, perDot)} count={lately[id] ?? 0} />
      ))}
      <p className="cap">
        A column is one look, a second apart, the newest at the right.{' '}
        {perDot === 1 ? '1 dot = 1 call' : `1 dot = up to ${perDot} calls`} that the gateway had answered; a cross
        failed there; a dash: not known.
      </p>
    </div>
  )
}

interface StripRowProps {
  id: string
  standing: ReactNode
  strip: Strip
  /** Its calls of the last ten seconds, and everybody's; `null`: not known. */
  count: number
  all: number | null
}

function StripRow({ id, standing, strip: { answered, failed, unknown }, count, all }: StripRowProps) {
  const share = all === null ? 'not known' : all === 0 ? 'no calls' : `${Math.round((count / all) * 100)} %`
  return (
    <div className="strip">
      <span>
        <code>{id}</code>
        <br />
        {standing}
      </span>
      <svg
        viewBox={`0 0 ${stripSize.width} ${stripSize.height}`}
        role="img"
        aria-label={`${id}: ${count} calls answered in the last 10 seconds, ${share}`}
      >
        <path className="d" d={answered} />
        <path className="x" d={failed} />
        <path className="u" d={unknown} />
      </svg>
      <span className="n">
        <b className="num">{share}</b>
        <br />
        <span className="cap">
          <span className="num">{all === null ? '–' : count}</span> in 10 s
        </span>
      </span>
    </div>
  )
}
