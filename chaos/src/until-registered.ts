import type { Clock } from '@switchyard/runtime/clock'
import type { Control } from './control.ts'

/** Whose instances must be in the registry. */
const services = ['orders', 'inventory']

/** Resolves with the moment at which every running instance of a service has a lease again; undefined when nobody saw that. */
export async function untilRegistered(options: UntilRegisteredOptions): Promise<number | undefined> {
  const { clock, limitMs, signal } = options
  const untilMs = clock.now() + limitMs
  while (clock.now() < untilMs && !signal.aborted) {
    // A registry that is not back yet, or a host that does not answer, was not seen whole.
    if (await isWhole(options).catch(() => false)) return clock.now()
    await clock.sleep(pollEveryMs, signal)
  }
  return undefined
}

interface UntilRegisteredOptions {
  readonly control: Pick<Control, 'instances'>
  /** Ids of a service's instances that have a lease; rejects while the registry is away. */
  readonly registered: (service: string) => Promise<readonly string[]>
  readonly clock: Clock
  readonly limitMs: number
  readonly signal: AbortSignal
}

const pollEveryMs = 100

async function isWhole({ control, registered }: UntilRegisteredOptions): Promise<boolean> {
  const leased = new Set((await Promise.all(services.map(registered))).flat())
  const running = (await control.instances()).filter(
    ({ service, state }) => services.includes(service) && state !== 'dead',
  )
  return running.length > 0 && running.every(({ id }) => leased.has(id))
}
