import { type FailureCode, failures } from '@switchyard/contracts/failure'
import type { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { FastifyRequest } from 'fastify'
import { networkOf } from './client-address.ts'

/** Hears of each failure that is told, whatever the protocol; of what never became a request there is none. */
export type NoteFailure = (failure: Failure, request?: FastifyRequest, operation?: string) => void

/** How long further refusals of a caller are counted before one line tells them. */
const countMs = 10_000
/** So many callers and codes have lines of their own in that time; those of all others are counted together. */
const callersMax = 100

/**
 * Writes down what is told to have failed: bugs with what is behind them, and what limits, input limits, schemas and rules
 * of the shop refuse. Of a refusal it says who asked for which operation, never what was typed. A caller's first with a code
 * has a line at once, and those that follow are one line every ten seconds, so that no flood fills the disk.
 */
export function logFailures({
  log,
  clock,
  placeOf,
}: {
  log: Log
  clock: Clock
  /** By which name the log knows an address; without it by none. */
  placeOf?: ((address: string) => string) | undefined
}): NoteFailure {
  const seldom = seldomLines(log, clock)
  return (failure, request, operation = operationOf(request)) => {
    const { code } = failure
    const requestId = request?.id ?? null
    if (code === 'internal') log.error({ err: failure.cause, operation, requestId }, 'a bug was answered')
    if (!isRefusal(code)) return
    const caller = callerOf(request)
    const address = caller === null && request?.address ? networkOf(request.address) : null
    seldom(`${caller ?? address} ${code}`, () => ({
      ...{ refused: operation ?? null, outcome: code, by: caller, requestId },
      place: address === null ? null : (placeOf?.(address) ?? null),
    }))
  }
}

/** Who may not ask stands in the log by every call, as `logRefusals` has it; what is not there is no refusal. */
const isRefusal = (code: FailureCode) =>
  failures[code].status < 500 && !['unauthenticated', 'forbidden', 'not_found'].includes(code)

/** By the name that the code has for it: what an address names may be anything. */
const operationOf = (request: FastifyRequest | undefined) =>
  request?.routeOptions.config.operation ?? request?.routeOptions.url

/** Whoever comes for the first time would be another each time, and counts for the address, as with the limits. */
const callerOf = (request: FastifyRequest | undefined) =>
  request?.principal && !request.freshGuest ? `${request.principal.kind}:${request.principal.id}` : null

/** Writes the first line of each key, and once in a while how many more there were. */
function seldomLines(log: Log, clock: Pick<Clock, 'after'>) {
  const told = new Map<string, { line: object; more: number }>()
  let others = 0
  const tell = () => {
    for (const { line, more } of told.values()) if (more > 0) log.info({ ...line, more }, 'and again')
    if (others > 0) log.info({ refused: null, more: others }, 'other callers were refused too')
    told.clear()
    others = 0
  }
  return (key: string, lineOf: () => object) => {
    const known = told.get(key)
    if (known) known.more += 1
    else if (told.size === callersMax) others += 1
    else {
      if (told.size === 0) clock.after(countMs, tell)
      const line = lineOf()
      told.set(key, { line, more: 0 })
      log.info(line, 'a caller was refused')
    }
  }
}
