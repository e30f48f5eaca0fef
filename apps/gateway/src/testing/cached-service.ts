import type { Policy } from '@switchyard/contracts/contract'
import type { CacheNote } from '@switchyard/rpc/envelope'
import { callOf } from '@switchyard/rpc/testing/call'
import type { Clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { createCache } from '../cache.ts'
import type { Copies } from '../copies.ts'
import { memoryCopies } from '../memory-copies.ts'

/** What a print's page is kept by in these tests. */
export const policy = {
  callers: ['anyone'],
  cache: {
    ...{ freshMs: 1_000, staleMs: 2_000, staleIfErrorMs: 60_000, notFoundMs: 500 },
    purgedBy: ['price', 'stock/{slug}'],
  },
} as const satisfies Policy

/** A gateway with a cache of its own before a service, which `answer` speaks for. */
export function cachingGateway({
  clock,
  shared,
  sharedMsMax,
  answer,
}: {
  clock: Clock
  shared: Copies
  sharedMsMax?: number | undefined
  answer: (input: unknown, principal: { kind: string }) => Promise<unknown>
}) {
  let ids = 0
  const cache = createCache({ near: memoryCopies({ clock }), shared, sharedMsMax, clock, log, newId: () => `${++ids}` })
  const ask = async (input: unknown = { slug: 'one' }, over: Partial<Parameters<typeof callOf>[0]> = {}) => {
    const cacheNotes: CacheNote[] = []
    const call = callOf({ service: 'inventory', name: 'print', policy, input, cacheNotes, ...over }, clock.now())
    const value = await cache.wrap(call, ({ input, envelope }) => answer(input, envelope.principal))
    return { value, how: cacheNotes[0]?.how, ageMs: cacheNotes[0]?.ageMs }
  }
  return { ...cache, ask }
}
