import type { AnyOperation, Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import { serveCall } from '@switchyard/runtime/current-call'
import type { Log } from '@switchyard/runtime/log'
import { type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server'
import { type Around, nothingAround, pingName } from './around.ts'
import type { AskedCall } from './call-request.ts'
import { withTimeout } from './deadline.ts'
import type { CallContext } from './envelope.ts'
import { type ErrorShape, failureOf, shapeFailure, shapeRefusal } from './error-shape.ts'
import { Failure } from './failure.ts'
import type { Identity } from './tokens.ts'

/** What tRPC's wire says of one call. */
export type Reply = { result: { data: unknown } } | { error: ErrorShape }

interface RunningCallsOptions {
  contract: Contract
  router: AnyTRPCRouter
  identity: Identity
  clock: Clock
  log: Log
  around?: Around | undefined
}

/** The calls that this instance works on: each with its own caller, deadline and signal, so that one can end alone. */
export class RunningCalls {
  readonly #options: RunningCallsOptions
  readonly #running = new Map<string, { caller: string; abort: () => void }>()
  #idle = Promise.withResolvers<void>()

  constructor(options: RunningCallsOptions) {
    this.#options = options
    this.#idle.resolve()
  }

  get size(): number {
    return this.#running.size
  }

  /** Resolves when nothing is being worked on. */
  get idle(): Promise<void> {
    return this.#idle.promise
  }

  /** Does one call, from its token to its reply; never rejects. `gone` aborts when the client's connection closes. */
  async run(asked: AskedCall, { gone, queriesOnly }: { gone: AbortSignal; queriesOnly: boolean }): Promise<Reply> {
    const verified = await this.#verify(asked).catch(failureOf)
    if (verified instanceof Failure) {
      this.#options.log.warn({ err: verified, operation: asked.name }, 'a calling service was refused')
      return { error: shapeRefusal(verified) }
    }
    const { caller, principal } = verified
    try {
      if (queriesOnly && this.#kindOf(asked) === 'mutation') {
        throw new Failure('invalid_input', { detail: 'Mutations are sent with POST.' })
      }
      return { result: { data: await this.#work(asked, { caller, principal, gone }) } }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'internal') {
        this.#options.log.error(
          { err: failure.cause, callId: asked.envelope.id, operation: asked.name },
          'a call failed',
        )
      }
      return { error: shapeFailure(failure) }
    }
  }

  /** Takes a health ping the way that calls take and resolves with what `isUp` says; rejects where a call would fail. */
  async ping(isUp: () => Promise<boolean>, gone: AbortSignal): Promise<boolean> {
    const { around = nothingAround } = this.#options
    return (await around.call({ name: pingName, signal: gone }, isUp)) === true
  }

  /** Ends one try of a call if the same caller made it; what is not running is ignored. */
  async cancel(asked: AskedCall): Promise<void> {
    const { caller } = await this.#verify(asked)
    const running = this.#running.get(nameOf(asked))
    if (running?.caller === caller) running.abort()
  }

  abortAll(): void {
    for (const { abort } of this.#running.values()) abort()
  }

  #verify({ envelope }: AskedCall) {
    const { contract, identity } = this.#options
    return identity.verify(envelope.token, { from: contract.from })
  }

  #kindOf = ({ name }: AskedCall) => this.#options.contract.operations[name]?.kind

  async #work(
    asked: AskedCall,
    { caller, principal, gone }: { caller: string; principal: CallContext['envelope']['principal']; gone: AbortSignal },
  ) {
    const { clock } = this.#options
    const { id, ms, traceparent, key, hops, pins, lab } = asked.envelope
    const type = this.#kindOf(asked)
    if (type === undefined)
      throw new Failure('not_found', { detail: `There is no operation ${asked.name.slice(0, 100)}.` })
    const envelope = {
      callId: id,
      principal,
      deadlineAtMs: clock.now() + ms,
      traceparent,
      ...(key === undefined ? {} : { idempotencyKey: key }),
      ...(hops === undefined ? {} : { hops }),
      ...(pins === undefined ? {} : { pins }),
      ...(lab === undefined ? {} : { lab }),
    }
    const cancelled = new AbortController()
    const leave = () => cancelled.abort()
    gone.addEventListener('abort', leave, { once: true })
    if (gone.aborted) leave()
    const running = nameOf(asked)
    this.#begin(running, { caller, abort: leave })
    try {
      return await withTimeout({
        clock,
        ms,
        signal: cancelled.signal,
        onTimeout: () => new Failure('unavailable', { detail: 'The deadline passed before the work was done.' }),
        run: (signal) => this.#answer(asked, { type, envelope, signal }),
      })
    } finally {
      gone.removeEventListener('abort', leave)
      this.#end(running)
    }
  }

  #answer(
    { name, input }: AskedCall,
    { type, envelope, signal }: CallContext & { type: AnyOperation['kind'] },
  ): Promise<unknown> {
    const { clock, router, around = nothingAround } = this.#options
    return around.call({ name, envelope, signal }, () =>
      serveCall({ signal, leftMs: () => envelope.deadlineAtMs - clock.now() }, () =>
        callTRPCProcedure({
          router,
          path: name,
          type,
          ctx: { envelope, signal } satisfies CallContext,
          getRawInput: async () => input,
          signal,
          batchIndex: 0,
        }),
      ),
    )
  }

  #begin(name: string, running: { caller: string; abort: () => void }) {
    if (this.#running.size === 0) this.#idle = Promise.withResolvers()
    this.#running.set(name, running)
  }

  #end(name: string) {
    this.#running.delete(name)
    if (this.#running.size === 0) this.#idle.resolve()
  }
}

/** A call that is made again here, because its first try was given up, runs beside that for a moment. */
const nameOf = ({ envelope: { id, attempt = 0 } }: AskedCall): string => `${id} ${attempt}`
