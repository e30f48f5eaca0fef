import type { AuditedAction, AuditVerdict } from '@switchyard/contracts/audit'
import type { DotState } from '~/components/state-dot'

/** The log's verdict in a sentence. */
export function verdictWords({ lines, faults, prunedThrough }: AuditVerdict): string {
  const pruned = prunedThrough > 0 ? `, pruned up to line ${prunedThrough}` : ''
  if (faults.length === 0) return `${lines} ${lines === 1 ? 'line' : 'lines'}${pruned}: the chain is whole`
  const told = faults.slice(0, 5).map(({ seq, what }) => `line ${seq} ${faultWords[what]}`)
  const more = faults.length > told.length ? `, and ${faults.length - told.length} more` : ''
  return `${told.join(', ')}${more}`
}

const faultWords = {
  changed: 'was changed',
  missing: 'is missing',
  'head forged': 'is not where the log ended',
  'anchor forged': 'is not where we pruned',
} as const

/** How an action ended, as a dot and a word. */
export function outcomeWords({ outcome }: Pick<AuditedAction, 'outcome'>): { dot: DotState; word: string } {
  if (outcome === null) return { dot: 'wait', word: 'not known' }
  return outcome === 'done' ? { dot: 'ok', word: 'done' } : { dot: 'bad', word: outcome.replaceAll('_', ' ') }
}
