/**
 * A typed client of another service, found through the registry and kept alive by the chain below.
 *
 *     const inventoryFor = connect(inventory, { registry, identity, clock })
 *     const quote = await inventoryFor(ctx).quote.query({ skus })
 *
 * It is an ordinary tRPC client; what it throws are the contract's failures, and `unavailable` when nobody answered.
 */
import { randomUUID } from 'node:crypto'
import type { AnyOperation, Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { createTRPCClientProxy, type TRPCClient, TRPCUntypedClient } from '@trpc/client'
import { CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'
import { deadline } from './deadline.ts'
import type { Registry } from './discovery.ts'
import type { CallContext, Envelope, Principal } from './envelope.ts'
import { Failure } from './failure.ts'
import type { RouterFor } from './implement.ts'
import { leaveHung } from './leave-hung.ts'
import { type Call, chain, type Send } from './link.ts'
import { balance, LoadBalancer } from './load-balancer.ts'
import { retry } from './retry.ts'
import type { Identity } from './tokens.ts'
import { createTransport } from './transport.ts'
import { isTransportFault } from './transport-fault.ts'

/** On whose behalf a call is made and until when; a handler passes its own context on. */
export interface CallScope {
  principal: Principal
  deadlineAtMs: number
  traceparent: string
  signal?: AbortSignal
  idempotencyKey?: string
}

export interface ConnectOptions {
  registry: Registry
  identity: Identity
  clock: Clock
  log: Log
  random?: () => number
  newId?: () => string
}

/** An operation whose policy names no deadline is waited for this long at most. */
const deadlineMsDefault = 2_000

/** Makes the clients of one contract; `close` ends their connections and their watch of the registry. */
export function connect<C extends Contract>(contract: C, options: ConnectOptions) {
  const { clock, registry, identity, random = Math.random, newId = randomUUID } = options
  const transport = createTransport({ identity, clock })
  const watch = registry.watch(contract.service)
  const balancer = new LoadBalancer({ watch, ping: transport.ping, clock, random })

  const send = chain(
    [
      deadline({ clock }),
      circuitBreaker(new CircuitBreaker({ clock })),
      retry({ clock, random }),
      balance(balancer),
      leaveHung({ ping: transport.ping, clock }),
    ],
    transport.send,
  )

  const clientFor = (scope: CallScope | CallContext): TRPCClient<RouterFor<C>> =>
    createTRPCClientProxy(new ScopedClient<C>({ contract, scope: scopeOf(scope, identity), send, clock, newId }))
  return Object.assign(clientFor, {
    async close() {
      watch.close()
      await transport.close()
    },
  })
}

/** The scope of work that no user asked for: whichever service connects calls on its own account, for `deadlineMs`. */
export const systemScope = ({
  clock,
  deadlineMs,
  traceparent = noTrace,
}: {
  clock: Clock
  deadlineMs: number
  traceparent?: string
}): CallScope => ({ principal: { kind: 'service', id: 'self' }, deadlineAtMs: clock.now() + deadlineMs, traceparent })

const noTrace = '00-00000000000000000000000000000000-0000000000000000-00'
const never = new AbortController().signal

interface Scoped<C extends Contract> {
  contract: C
  scope: CallScope
  send: Send
  clock: Clock
  newId: () => string
}

/** tRPC's client, with our chain where its links would be. */
class ScopedClient<C extends Contract> extends TRPCUntypedClient<RouterFor<C>> {
  readonly #options: Scoped<C>

  constructor(options: Scoped<C>) {
    super({ links: [] as never })
    this.#options = options
  }

  override query(path: string, input?: unknown, options?: { signal?: AbortSignal }) {
    return this.#call('query', path, input, options?.signal)
  }

  override mutation(path: string, input?: unknown, options?: { signal?: AbortSignal }) {
    return this.#call('mutation', path, input, options?.signal)
  }

  async #call(kind: 'query' | 'mutation', name: string, input: unknown, signal: AbortSignal | undefined) {
    const { contract, scope, send, clock, newId } = this.#options
    const operation = contract.operations[name]
    if (operation?.kind !== kind)
      throw new Failure('not_found', { detail: `${contract.service} has no ${kind} ${name}.` })
    const signals = [scope.signal, signal].filter((one) => one !== undefined)
    const call: Call = {
      service: contract.service,
      name,
      kind,
      policy: operation.policy,
      input,
      envelope: envelopeOf({ scope, operation, clock, callId: newId() }),
      signal: signals.length > 1 ? AbortSignal.any(signals) : (signals[0] ?? never),
      tried: new Set(),
    }
    return await send(call).catch((error) => {
      throw asFailure(error, contract.service)
    })
  }
}

function envelopeOf({
  scope,
  operation,
  clock,
  callId,
}: {
  scope: CallScope
  operation: AnyOperation
  clock: Clock
  callId: string
}): Envelope {
  const { principal, traceparent, idempotencyKey } = scope
  return {
    callId,
    principal,
    deadlineAtMs: Math.min(scope.deadlineAtMs, clock.now() + (operation.policy.deadlineMs ?? deadlineMsDefault)),
    traceparent,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}

/** A service speaks as itself alone, also when another service's call made it speak. */
function scopeOf(given: CallScope | CallContext, { service }: Identity): CallScope {
  const scope = 'envelope' in given ? { ...given.envelope, signal: given.signal } : given
  return scope.principal.kind === 'service' ? { ...scope, principal: { kind: 'service', id: service } } : scope
}

function asFailure(error: unknown, service: string): Failure {
  if (error instanceof Failure) return error
  if (isTransportFault(error))
    return new Failure('unavailable', { detail: `${service} does not answer.` }, { cause: error })
  return new Failure('internal', {}, { cause: error })
}
