import type { Clock } from '@switchyard/runtime/clock'
import type { LabClient } from './lab-client.ts'

/** Resolves with the moment by which a canary was taken from every queue since `afterMs`; undefined when nobody saw that. */
export async function untilTaken({ lab, afterMs, clock, limitMs, signal }: UntilTakenOptions) {
  const untilMs = clock.now() + limitMs
  while (clock.now() < untilMs && !signal.aborted) {
    const queues = (await lab.system())?.queues ?? []
    const taken = queues.map(({ canary }) => Date.parse(canary?.takenAt ?? ''))
    if (taken.length > 0 && taken.every((ms) => ms >= afterMs)) return Math.max(...taken)
    await clock.sleep(pollEveryMs, signal)
  }
  return undefined
}

interface UntilTakenOptions {
  readonly lab: Pick<LabClient, 'system'>
  readonly afterMs: number
  readonly clock: Clock
  readonly limitMs: number
  readonly signal: AbortSignal
}

const pollEveryMs = 200
