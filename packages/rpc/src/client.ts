import type { AnyOperation, Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import { TRPCUntypedClient } from '@trpc/client'
import type { CallScope, Envelope } from './envelope.ts'
import { Failure } from './failure.ts'
import type { RouterFor } from './implement.ts'
import type { Call, Send } from './link.ts'
import { isTransportFault } from './transport-fault.ts'

/** An operation whose policy names no deadline is waited for this long at most. */
const deadlineMsDefault = 2_000

interface ClientOptions<C extends Contract> {
  contract: C
  scope: CallScope
  send: Send
  clock: Clock
  newId: () => string
}

/** tRPC's client with our chain where its links would be; it rejects with a `Failure`, whatever went wrong. */
export class ScopedClient<C extends Contract> extends TRPCUntypedClient<RouterFor<C>> {
  readonly #options: ClientOptions<C>

  constructor(options: ClientOptions<C>) {
    super({ links: [] as never })
    this.#options = options
  }

  override query(path: string, input?: unknown, options?: { signal?: AbortSignal }) {
    return this.#call('query', path, input, options?.signal)
  }

  override mutation(path: string, input?: unknown, options?: { signal?: AbortSignal }) {
    return this.#call('mutation', path, input, options?.signal)
  }

  async #call(kind: Call['kind'], name: string, input: unknown, signal: AbortSignal | undefined) {
    const { contract, scope, send, clock } = this.#options
    const operation = contract.operations[name]
    if (operation?.kind !== kind) {
      throw new Failure('not_found', { detail: `${contract.service} has no ${kind} ${name}.` })
    }
    const call: Call = {
      service: contract.service,
      name,
      kind,
      policy: operation.policy,
      input,
      envelope: envelopeOf(operation, this.#options),
      signal: either(scope.signal, signal),
      beganAtMs: clock.now(),
      tried: new Set(),
      attempts: scope.attempts,
      cacheNotes: scope.cacheNotes,
      copyAgeMsMax: scope.copyAgeMsMax,
    }
    return await send(call).catch((error) => {
      throw asFailure(error, contract.service)
    })
  }
}

function envelopeOf({ policy }: AnyOperation, { scope, clock, newId }: ClientOptions<Contract>): Envelope {
  const { principal, traceparent, idempotencyKey, hops, pins, lab } = scope
  return {
    callId: newId(),
    principal,
    deadlineAtMs: Math.min(scope.deadlineAtMs, clock.now() + (policy.deadlineMs ?? deadlineMsDefault)),
    traceparent,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(hops === undefined ? {} : { hops }),
    ...(pins === undefined ? {} : { pins }),
    ...(lab === undefined ? {} : { lab }),
  }
}

const never = new AbortController().signal
const either = (one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal =>
  one && other ? AbortSignal.any([one, other]) : (one ?? other ?? never)

function asFailure(error: unknown, service: string): Failure {
  if (error instanceof Failure) return error
  if (!isTransportFault(error)) return new Failure('internal', {}, { cause: error })
  return new Failure('unavailable', { detail: `${service} does not answer.` }, { cause: error })
}
