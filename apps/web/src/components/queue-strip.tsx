import type { QueueCounts } from '@switchyard/contracts/trail'
import { canaryWords, inWords } from './queue-words'

/** One queue: its counts in words, how its canary fares, and a dot a job (working large and in ink, delayed as a ring, failed as a cross). */
export function QueueStrip({ counts }: { counts: QueueCounts }) {
  const { dots, perDot } = jobDots(counts)
  return (
    <div className="qs">
      <b>{counts.queue}</b>
      <span>{inWords(counts)}</span>
      <div
        className="dots"
        role="img"
        aria-label={`${counts.active} active, ${counts.waiting} waiting, ${counts.delayed} delayed, ${counts.failed} failed`}
      >
        {dots.map((kind, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          <i key={index} className={kind} />
        ))}
        {perDot > 1 && <span>1 dot = {perDot}</span>}
      </div>
      <span className="qs-c">{canaryWords(counts.canary)}</span>
    </div>
  )
}

const dotsMax = 60

/** Over 60 jobs a dot stands for several; a kind that is there keeps at least one. */
function jobDots(counts: QueueCounts): { dots: string[]; perDot: number } {
  const perDot = Math.max(1, Math.ceil((counts.active + counts.waiting + counts.delayed + counts.failed) / dotsMax))
  const row = (count: number, kind: string) => Array.from({ length: Math.ceil(count / perDot) }, () => kind)
  return {
    dots: [
      ...row(counts.active, 'a'),
      ...row(counts.waiting, ''),
      ...row(counts.delayed, 'd'),
      ...row(counts.failed, 'f'),
    ],
    perDot,
  }
}
