import type { CallPattern, Strategy } from '@switchyard/contracts/lab'
import type { LabTerms } from './lab-terms'

/** The patterns around a call as the page calls them, outermost first. */
export const patternWords: Readonly<Record<CallPattern, string>> = {
  fallback: 'Fallback',
  bulkhead: 'Bulkhead',
  'circuit-breaker': 'Circuit breaker',
  retry: 'Retry',
  hedge: 'Hedge',
  ejection: 'Ejection',
  'leave-hung': 'Leaving the hung',
  'try-timeout': 'Timeout of a try',
}

/** How an instance is chosen, as the page calls it. */
export const strategyWords: Readonly<Record<Strategy, string>> = {
  'least-pending': 'Least pending of two',
  'round-robin': 'Round robin',
  weighted: 'Weighted',
  hash: 'Consistent hash',
}

/** "without retry and hedge, by round robin"; what is said of terms that leave nothing out. */
export function termsInWords({ without, strategy, places }: LabTerms): string {
  const parts = [
    without.length > 0 ? `without ${listed(without.map((one) => patternWords[one].toLowerCase()))}` : '',
    strategy ? `by ${strategyWords[strategy].toLowerCase()}` : '',
    places ? `through a door of ${places} places` : '',
  ].filter(Boolean)
  return parts.join(', ') || 'with every pattern, and with your own faults'
}

/** "a, b and c". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
