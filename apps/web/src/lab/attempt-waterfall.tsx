import type { Attempt } from '@switchyard/contracts/lab'
import { outcomeWords, roleOf } from './attempt-words'
import { type ComparedCall, msInWords } from './lane-words'

/** One call, try by try, on the time axis that both lanes share: answered ink, failed red, abandoned hatched. */
export function AttemptWaterfall({ call, until }: { call: ComparedCall; until: number }) {
  const { attempts, ok, code, ms } = call
  const tries = attempts.map((attempt, place) => ({ attempt, role: roleOf(attempts, place) }))
  const told = tries.map(({ attempt, role }) => `${role}: ${outcomeWords[attempt.outcome]}`).join('; ')
  return (
    <div>
      <div className="wf tries" role="img" aria-label={inWords(call)}>
        {tries.map(({ attempt, role }) => (
          <Bar key={`${attempt.instanceId} ${attempt.atMs}`} {...{ attempt, role, until }} endMs={ms} />
        ))}
      </div>
      <p className="small tries-w">
        {told || 'Refused at once, without a try'}. {ok ? 'Answered' : `Failed (${code ?? 'no code'})`} after{' '}
        <span className="num">{msInWords(ms)}</span>.
      </p>
    </div>
  )
}

/** A try without an end of its own lasted as long as its call. */
function Bar({ attempt, role, until, endMs }: { attempt: Attempt; role: string; until: number; endMs: number }) {
  const { instanceId, atMs, outcome, ms = null } = attempt
  const took = ms ?? Math.max(0, endMs - atMs)
  const percent = (value: number) => `${((Math.min(value, until) / until) * 100).toFixed(2)}%`
  return (
    <div>
      <span className="nm">
        <b>{instanceId}</b> <span>{role}</span>
      </span>
      <span className="tr">
        <i
          className={abandoned.has(outcome) ? 'hatch' : ''}
          style={{ '--a': percent(atMs), '--b': percent(took), '--c': colourOf(outcome) }}
        />
      </span>
      <span className="ms">{took.toFixed(1)}</span>
    </div>
  )
}

const abandoned: ReadonlySet<Attempt['outcome']> = new Set(['left', 'waiting'])

function colourOf(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return 'var(--ink)'
  return abandoned.has(outcome) ? 'var(--text-2)' : 'var(--bad)'
}

function inWords({ attempts, ms, ok }: ComparedCall): string {
  const tries = attempts.length === 1 ? '1 try' : `${attempts.length} tries`
  const ends = attempts.map(({ instanceId, outcome }) => `${instanceId} ${outcomeWords[outcome]}`).join(', ')
  return `${tries}, ${ok ? 'answered' : 'failed'} after ${msInWords(ms)}: ${ends}`
}
