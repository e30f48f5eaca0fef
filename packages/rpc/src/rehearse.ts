/**
 * WARM START: an instance answers a few questions of its own before anybody knows of it, so that what is done once (an
 * engine loaded, schemas compiled, statements planned) is done before its first caller waits for it.
 *
 *     const server = await serve({ …, rehearsal: { listPrints: {}, quote: { skus: [] } } satisfies Rehearsal<typeof inventory> })
 */
import type { Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import { serveCall } from '@switchyard/runtime/current-call'
import { type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server'
import type { z } from 'zod'
import type { CallContext } from './envelope.ts'

/** What to ask: some queries of a contract, each with an input. What they answer is nobody's business, so `not_found` will do. */
export type Rehearsal<C extends Contract> = {
  readonly [Name in keyof C['operations'] as C['operations'][Name]['kind'] extends 'query' ? Name : never]?: z.input<
    C['operations'][Name]['input']
  >
}

interface RehearseOptions {
  contract: Contract
  router: AnyTRPCRouter
  rehearsal: Readonly<Record<string, unknown>>
  clock: Clock
}

/** The first time does most, the second what only happens to a connection that was used before. */
const times = 2
/** An instance whose database is away goes on without. */
const rehearsalMsMax = 3_000

/** Resolves when all was asked, or time is up; what goes wrong says nothing. Throws for a name that is no query of the contract. */
export async function rehearse({ contract, router, rehearsal, clock }: RehearseOptions): Promise<void> {
  const asked = Object.entries(rehearsal)
  const wrong = asked.find(([name]) => contract.operations[name]?.kind !== 'query')
  if (wrong) throw new TypeError(`${contract.service} has no query ${wrong[0]} to rehearse.`)
  const deadlineAtMs = clock.now() + rehearsalMsMax
  const over = new AbortController()
  const cancel = clock.after(rehearsalMsMax, () => over.abort())
  const { signal } = over
  const ask = (path: string, input: unknown) =>
    callTRPCProcedure({
      ...{ router, path, type: 'query', signal, batchIndex: 0 },
      ctx: contextOf({ deadlineAtMs, signal }),
      getRawInput: async () => input,
    }).catch(() => {})
  const all = async () => {
    for (let left = times; left > 0 && !signal.aborted; left--) {
      await Promise.all(asked.map(([path, input]) => ask(path, input)))
    }
  }
  const late = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const call = { signal, leftMs: () => deadlineAtMs - clock.now() }
  await Promise.race([serveCall(call, all), late]).finally(cancel)
}

/** Nobody in particular asks. */
const contextOf = ({ deadlineAtMs, signal }: { deadlineAtMs: number; signal: AbortSignal }): CallContext => ({
  envelope: {
    callId: 'rehearsal',
    principal: { kind: 'guest', id: 'rehearsal' },
    deadlineAtMs,
    traceparent: '00-00000000000000000000000000000000-0000000000000000-00',
  },
  signal,
})
