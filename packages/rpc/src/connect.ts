/**
 * A typed client of another service, found through the registry and kept answering by the chain below.
 *
 *     const inventoryFor = connect(inventory, { registry, identity, clock, log })
 *     const quote = await inventoryFor(ctx).quote.query({ skus })
 *
 * It is an ordinary tRPC client; what it throws are the contract's failures, and `unavailable` when nobody answered.
 */
import { randomUUID } from 'node:crypto'
import type { Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { createTRPCClientProxy, type TRPCClient } from '@trpc/client'
import { CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'
import { ScopedClient } from './client.ts'
import { deadline } from './deadline.ts'
import type { Registry } from './discovery.ts'
import { Ejection } from './ejection.ts'
import type { CallContext, CallScope } from './envelope.ts'
import type { RouterFor } from './implement.ts'
import { leaveHung } from './leave-hung.ts'
import { chain } from './link.ts'
import { balance, LoadBalancer } from './load-balancer.ts'
import { retry } from './retry.ts'
import type { Identity } from './tokens.ts'
import { createTransport } from './transport.ts'

/** What a client needs of its process; `random` and `newId` are the machine's own unless a test decides. */
export interface ConnectOptions {
  registry: Registry
  identity: Identity
  clock: Clock
  log: Log
  random?: () => number
  newId?: () => string
}

/** Makes the clients of one contract. `ready` resolves with the first view of the registry; `close` ends connections and watch. */
export function connect<C extends Contract>(contract: C, options: ConnectOptions) {
  const { registry, identity, clock, log, random = Math.random, newId = randomUUID } = options
  const { send: overTheWire, ping, close } = createTransport({ identity, clock })
  const watch = registry.watch(contract.service)
  const ejection = new Ejection({ watch, ping, clock, log })

  const send = chain(
    [
      deadline({ clock }),
      circuitBreaker(new CircuitBreaker({ clock })),
      retry({ clock, random }),
      balance(new LoadBalancer({ watch, ejection, random })),
      leaveHung({ ping, clock }),
    ],
    overTheWire,
  )

  const clientFor = (scope: CallScope | CallContext): TRPCClient<RouterFor<C>> =>
    createTRPCClientProxy(new ScopedClient<C>({ contract, scope: scopeOf(scope, identity), send, clock, newId }))
  return Object.assign(clientFor, {
    ready: watch.ready,
    async close() {
      watch.close()
      await close()
    },
  })
}

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

/** A service speaks as itself alone, also when another service's call made it speak. */
function scopeOf(given: CallScope | CallContext, { service }: Identity): CallScope {
  const scope = 'envelope' in given ? { ...given.envelope, signal: given.signal } : given
  return scope.principal.kind === 'service' ? { ...scope, principal: { kind: 'service', id: service } } : scope
}
