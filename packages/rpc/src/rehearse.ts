/**
 * Makes an instance's own queries before it registers: connections are then open and code is compiled when the first user
 * comes, who would wait for both otherwise.
 *
 *     await rehearse<Inventory>(router, (ask) => [ask.listPrints({}), ask.quote({ skus })], { clock })
 */
import type { Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import type { CallContext } from './envelope.ts'
import type { RouterFor } from './implement.ts'

/** An instance's own operations, called without a network in between. */
type Own<C extends Contract> = ReturnType<RouterFor<C>['createCaller']>

interface RehearseOptions {
  clock: Clock
  /** How often each query is made. */
  rounds?: number
  /** An instance whose database is away starts all the same. */
  withinMs?: number
}

/** Resolves when all was asked so often, or after `withinMs`; what the queries meet is of no interest. */
export async function rehearse<C extends Contract>(
  router: Pick<RouterFor<C>, 'createCaller'>,
  queries: (ask: Own<C>) => readonly Promise<unknown>[],
  { clock, rounds = 10, withinMs = 1_000 }: RehearseOptions,
): Promise<void> {
  const over = new AbortController()
  const envelope: CallContext['envelope'] = {
    callId: 'rehearsal',
    principal: { kind: 'service', id: 'self' },
    deadlineAtMs: clock.now() + withinMs,
    traceparent: '00-00000000000000000000000000000000-0000000000000000-00',
  }
  const ask = router.createCaller({ envelope, signal: over.signal }) as Own<C>
  const play = async () => {
    for (let round = 0; round < rounds && !over.signal.aborted; round++) await Promise.allSettled(queries(ask))
  }
  await Promise.race([play(), clock.sleep(withinMs, over.signal)])
  over.abort()
}
