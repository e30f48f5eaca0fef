import { diameterOf } from './diameter'

/** How a call ended: passed, passed after more than one try, failed, refused without a try. */
export type CallKind = 'p' | 'h' | 'f' | 'r'

interface CallDotsProps {
  calls: readonly { key: number; kind: CallKind; ms: number }[]
  /** What the dots are, for whoever cannot see them; the counts are added. */
  label: string
  /** The call that is looked at. */
  at?: number | undefined
}

/** One dot a call, in order; its size says how long it took, its shape how it ended. */
export function CallDots({ calls, label, at }: CallDotsProps) {
  return (
    <div className="call-dots" role="img" aria-label={`${label}: ${inWords(calls)}`}>
      {calls.map(({ key, kind, ms }) => (
        <i
          key={key}
          className={at === key ? `${kind} at` : kind}
          style={{ '--d': `${kind === 'r' ? diameterOf(0) : diameterOf(ms)}px` }}
        />
      ))}
    </div>
  )
}

function inWords(calls: CallDotsProps['calls']): string {
  const parts = Object.entries(words).map(([kind, word]) => [calls.filter((one) => one.kind === kind).length, word])
  return (
    parts
      .filter(([count]) => count !== 0)
      .map((part) => part.join(' '))
      .join(', ') || 'none yet'
  )
}

const words: Record<CallKind, string> = {
  p: 'answered',
  h: 'answered after more than one try',
  f: 'failed',
  r: 'refused without a try',
}
