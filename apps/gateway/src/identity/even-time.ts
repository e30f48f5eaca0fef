import type { Clock } from '@switchyard/runtime/clock'

/**
 * Answers at the next multiple of `stepMs` after the work began, whether it succeeds or fails: what took three
 * milliseconds more or less inside is not seen outside.
 */
export async function inEvenTime<Answer>(
  { stepMs, clock }: { stepMs: number; clock: Clock },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const sinceMs = clock.now()
  const [outcome] = await Promise.allSettled([work()])
  const tookMs = clock.now() - sinceMs
  await clock.sleep(Math.max(Math.ceil(tookMs / stepMs), 1) * stepMs - tookMs)
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}
