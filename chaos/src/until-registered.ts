import type { Clock } from '@switchyard/runtime/clock'
import type { LabClient } from './lab-client.ts'

/** Whose instances must be in the registry. */
const registered = ['orders', 'inventory']

/** Resolves with the moment at which every running instance of a service has a lease again; undefined when nobody saw that. */
export async function untilRegistered({ lab, clock, limitMs, signal }: UntilRegisteredOptions) {
  const untilMs = clock.now() + limitMs
  while (clock.now() < untilMs && !signal.aborted) {
    const system = await lab.system()
    const services = system?.instances?.filter(({ service, state }) => registered.includes(service) && state !== 'dead')
    if (services && services.length > 0 && services.every(({ lease }) => lease !== null)) return clock.now()
    await clock.sleep(pollEveryMs, signal)
  }
  return undefined
}

interface UntilRegisteredOptions {
  readonly lab: LabClient
  readonly clock: Clock
  readonly limitMs: number
  readonly signal: AbortSignal
}

const pollEveryMs = 100
