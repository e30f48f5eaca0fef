import type { Clock } from '@switchyard/runtime/clock'
import type { Control } from './control.ts'

/** Resolves once an instance has no process any more; throws when it keeps one. */
export async function untilDead(id: string, { control, clock }: { control: Control; clock: Clock }): Promise<void> {
  const untilMs = clock.now() + limitMs
  while ((await control.instances()).some((each) => each.id === id && each.state !== 'dead')) {
    if (clock.now() >= untilMs) throw new Error(`${id} was killed and is still there`)
    await clock.sleep(pollEveryMs)
  }
}

const limitMs = 10_000
const pollEveryMs = 50
