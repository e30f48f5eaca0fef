import { failures } from '@switchyard/contracts/failure'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import { WithLastGood } from '@switchyard/rpc/fallback'

/** One part of an aggregated page: what a service answered, or `null` because it could not be asked, with its last good answer if its contract keeps one. */
export type Part<Value> =
  | { value: Value; missing: false }
  | { value: null; missing: true; lastGood: Copy<Value> | null }

interface Copy<Value> {
  value: Value
  /** ISO time of the answer. */
  since: string
}

/**
 * Waits for one part of a page. That the service is away makes the part missing; any other failure, such as
 * `not_found`, is the page's own.
 */
export async function part<Value>(answer: Promise<Value>): Promise<Part<Value>> {
  try {
    return { value: await answer, missing: false }
  } catch (error) {
    if (isFailure(error) && isAway(error)) return { value: null, missing: true, lastGood: copyOf(error) }
    throw error
  }
}

/** What was remembered is an earlier answer to the same question, so it has the same type. */
function copyOf<Value>(failure: Failure): Copy<Value> | null {
  if (!(failure instanceof WithLastGood)) return null
  const { value, sinceMs } = failure.lastGood
  return { value: value as Value, since: new Date(sinceMs).toISOString() }
}

/** Whether a failure means that nobody could answer, rather than what was answered. */
export const isAway = (failure: Failure) => failures[failure.code].status >= 500

/** What the public hears when the stock room cannot be asked and nothing good is remembered. */
export const inventoryAway = (cause?: unknown) =>
  new Failure(
    'inventory_unavailable',
    { detail: 'The stock room cannot be reached right now. Try again in a moment.', retryAfterMs: 2_000 },
    { cause },
  )
