import { z } from 'zod'
import { type Answer, meaningOf } from './http.ts'
import type { Verdict } from './operation.ts'

/** What one answer tells a client. */
export interface Judged {
  readonly verdict: Verdict
  /** Null when it is ok; else a code that can be counted. */
  readonly error: string | null
  readonly retryable: boolean
}

const Problem = z.object({ code: z.string() })

/** Refusals that promise that nothing was written. */
const harmless = ['inventory_unavailable', 'overloaded', 'rate_limited']

/**
 * Judges one answer. Reading has no effect, so no answer is a failure; a checkout without an answer, or with one that
 * promises nothing, may have been written: it is unknown until its key is asked again.
 */
export function judge(kind: 'browse' | 'checkout', answer: Answer): Judged {
  if (answer.status === (kind === 'browse' ? 200 : 202)) return { verdict: 'ok', error: null, retryable: false }
  if (answer.status === 0) return { verdict: lost(kind), error: answer.text, retryable: true }
  const { data } = Problem.safeParse(meaningOf(answer))
  const error = `${answer.status} ${data?.code ?? 'without a code'}`
  if (answer.status >= 500 || answer.status === 409 || answer.status === 429) {
    return { verdict: data && harmless.includes(data.code) ? 'fail' : lost(kind), error, retryable: true }
  }
  return { verdict: 'fail', error, retryable: false }
}

/** What two tries tell together: a first one that may have been written is not undone by a second one that failed. */
export function together(first: Verdict, second: Verdict): Verdict {
  if (second === 'ok') return 'ok'
  return first === 'unknown' ? 'unknown' : second
}

function lost(kind: 'browse' | 'checkout'): Verdict {
  return kind === 'browse' ? 'fail' : 'unknown'
}
