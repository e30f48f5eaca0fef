/**
 * A typed client of another service, found through the registry and kept answering by the chain in call-chain.ts.
 *
 *     const inventoryFor = connect(inventory, { registry, identity, clock, log })
 *     const quote = await inventoryFor(ctx).quote.query({ skus })
 *
 * It is an ordinary tRPC client; what it throws are the contract's failures, and `unavailable` when nobody answered.
 */
import { randomUUID } from 'node:crypto'
import type { Contract } from '@switchyard/contracts/contract'
import type { LabScope } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { createTRPCClientProxy, type TRPCClient } from '@trpc/client'
import { type CallChain, createChain } from './call-chain.ts'
import { type ServiceView, viewOf } from './caller-view.ts'
import { ScopedClient } from './client.ts'
import type { Registry } from './discovery.ts'
import type { CallContext, CallScope } from './envelope.ts'
import type { RouterFor } from './implement.ts'
import type { Wrap } from './link.ts'
import type { MutualTls } from './mutual-tls.ts'
import { RecentMap } from './recent-map.ts'
import type { Identity } from './tokens.ts'
import { createTransport } from './transport.ts'

/** What a client needs of its process; `random` and `newId` are the machine's own unless a test decides. */
export interface ConnectOptions {
  registry: Registry
  identity: Identity
  clock: Clock
  log: Log
  /** Where this process stands; it prefers instances of the same zone. */
  zone?: string | undefined
  /** Stands before every call but those of visitors of the lab, whose own terms would otherwise decide what everybody is given. */
  cache?: Wrap | undefined
  /** Instances have to prove that they are of the service, and are called encrypted or not at all. */
  tls?: MutualTls | undefined
  random?: () => number
  newId?: () => string
}

/** Makes the clients of one contract. `ready` resolves with the first view of the registry; `close` ends connections and watch. */
export function connect<C extends Contract>(contract: C, options: ConnectOptions) {
  const { registry, identity, clock, log, zone, tls, random = Math.random, newId = randomUUID } = options
  const { close, ...wire } = createTransport({ identity, clock, connector: tls?.connectTo(contract.service) })
  const watch = registry.watch(contract.service)
  const parts = { watch, ...wire, clock, log, random, zone }
  const usual = createChain({ ...parts, cache: options.cache })
  const experiments = new RecentMap<CallChain>(experimentsMax)

  const chainOf = (lab: LabScope | undefined): CallChain => {
    if (!lab) return usual
    const terms = JSON.stringify([lab.session, lab.without.toSorted(), lab.strategy])
    const made = experiments.get(terms) ?? createChain(parts, lab)
    experiments.set(terms, made)
    return made
  }
  const clientFor = (given: CallScope | CallContext): TRPCClient<RouterFor<C>> => {
    const scope = scopeOf(given, identity)
    return createTRPCClientProxy(new ScopedClient<C>({ contract, scope, send: chainOf(scope.lab).send, clock, newId }))
  }
  return Object.assign(clientFor, {
    ready: watch.ready,
    /** What this process believes of the service and its instances, right now: in the calls of everybody, or in those of one visitor of the lab. */
    view: (lab?: LabScope): ServiceView => viewOf(contract.service, { chain: chainOf(lab), watch }),
    async close() {
      watch.close()
      await close()
    },
  })
}

/** Visitors of the lab have chains of their own, so that what they hurt, leave out or choose is nobody else's trouble; the oldest is forgotten. */
const experimentsMax = 64

/** The scope of work that no user asked for: whichever service connects calls on its own account, for `deadlineMs`. */
export const systemScope = ({
  clock,
  deadlineMs,
  traceparent = '00-00000000000000000000000000000000-0000000000000000-00',
}: {
  clock: Clock
  deadlineMs: number
  traceparent?: string
}): CallScope => ({ principal: { kind: 'service', id: 'self' }, deadlineAtMs: clock.now() + deadlineMs, traceparent })

const besides = ({ signal, cacheNotes, copyAgeMsMax }: CallContext) => ({
  signal,
  ...(cacheNotes ? { cacheNotes } : {}),
  ...(copyAgeMsMax === undefined ? {} : { copyAgeMsMax }),
})

/** A service speaks as itself alone, also when another service's call made it speak. */
function scopeOf(given: CallScope | CallContext, { service }: Identity): CallScope {
  const scope = 'envelope' in given ? { ...given.envelope, ...besides(given) } : given
  return scope.principal.kind === 'service' ? { ...scope, principal: { kind: 'service', id: service } } : scope
}
