import type { Attempt } from '@switchyard/contracts/lab'

/** What a try was for: the first; one beside a try that still waited; one after a try had ended. */
export function roleOf(attempts: readonly Attempt[], place: number): string {
  const attempt = attempts[place]
  if (!attempt || place === 0) return 'first try'
  const waits = ({ atMs, ms }: Attempt) => ms === null || atMs + ms > attempt.atMs
  return attempts.slice(0, place).some(waits) ? 'beside it' : 'again'
}

/** How a try ended, in words. */
export const outcomeWords: Readonly<Record<Attempt['outcome'], string>> = {
  answered: 'answered',
  failed: 'answered with a failure',
  refused: 'connection refused',
  broken: 'connection broke',
  silent: 'left: no answer, no pong',
  late: 'given up: later than usual',
  left: 'left: another was first',
  waiting: 'still waiting',
}
