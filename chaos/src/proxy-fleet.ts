import type { Random } from '@switchyard/art/kit/random'
import type { Clock } from '@switchyard/runtime/clock'
import type { Control, Instance } from './control.ts'
import { type FaultProxy, openFaultProxy } from './fault-proxy.ts'

/** The proxies in front of all instances of a shop. */
export interface ProxyFleet extends AsyncDisposable {
  /** The one in front of an instance that is ready; undefined when there is none. */
  of(id: string): FaultProxy | undefined
}

/** What {@link openProxyFleet} takes. */
export interface ProxyFleetOptions {
  readonly control: Control
  /** Whose instances are called through proxies. */
  readonly services: readonly string[]
  /** The address that they register; we listen there, on the ports of theirs. */
  readonly advertised: string
  readonly random: Random
  readonly clock: Clock
}

/** Puts a proxy in front of every instance, and keeps doing so while instances come, go and change their ports. */
export async function openProxyFleet(options: ProxyFleetOptions): Promise<ProxyFleet> {
  const { control, clock } = options
  const standing = new Map<string, Standing>()
  const closing = new AbortController()
  const follow = async () => {
    while (!closing.signal.aborted) {
      await clock.sleep(pollEveryMs, closing.signal)
      // A host that does not answer for a moment changes nothing.
      await keepUp(standing, options).catch(() => {})
    }
  }
  await keepUp(standing, options)
  const following = follow()
  return {
    of: (id) => standing.get(id)?.proxy,
    async [Symbol.asyncDispose]() {
      closing.abort()
      await following
      await Promise.all([...standing.values()].map(({ proxy }) => proxy[Symbol.asyncDispose]()))
    },
  }

  async function keepUp(known: Map<string, Standing>, { services, advertised, random }: ProxyFleetOptions) {
    const reached = (await control.instances()).filter(
      (instance): instance is Instance & { port: number } =>
        services.includes(instance.service) && instance.port !== null,
    )
    for (const [id, { port, proxy }] of known) {
      if (reached.some((instance) => instance.id === id && instance.port === port)) continue
      known.delete(id)
      await proxy[Symbol.asyncDispose]()
    }
    for (const { id, port } of reached) {
      if (known.has(id)) continue
      const [listen, target] = [
        { host: advertised, port },
        { host: '127.0.0.1', port },
      ]
      known.set(id, { port, proxy: await openFaultProxy({ listen, target, random, clock }) })
    }
  }
}

interface Standing {
  readonly port: number
  readonly proxy: FaultProxy
}

const pollEveryMs = 100
