/**
 * CACHE: answers of services that are the same for everybody are kept for as long as their contract says (cache-aside), in the
 * process and in Redis, and end when a hint says that something has changed.
 *
 *     const cache = createCache({ near: memoryCopies({ clock }), shared: redisCopies({ redis, prefix }), clock, log, newId })
 *     const services = { inventory: connect(inventory, { ...wiring, cache: cache.wrap }) }
 *     hints.onAny('price', (slug) => cache.purge('price', slug))
 *
 * However many want the same answer at once, it is asked for once: in a process they wait for the same promise, and among
 * gateways one holds a short lease while the others look for its copy. Nobody needs Redis: without it each
 * gateway keeps copies for itself. An answer is asked for by the gateway itself, never in a caller's name.
 */
import { type CachePolicy, type PurgeTopic, purgeTopics } from '@switchyard/contracts/cache-policy'
import type { Hints } from '@switchyard/messaging/broadcast'
import { withTimeout } from '@switchyard/rpc/deadline'
import type { CacheNote } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { WithLastGood } from '@switchyard/rpc/fallback'
import type { Call, Wrap } from '@switchyard/rpc/link'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { askOnce } from './cache-asking.ts'
import { questionOf, tagsOf } from './cache-question.ts'
import { lifeMsOf, noOlderThan, standingOf } from './cache-standing.ts'
import type { Copies, Copy } from './copies.ts'
import { restingCopies } from './resting-copies.ts'

/** How often each kind of answer was given, by operation. */
type CacheFigures = Readonly<Record<string, Readonly<Record<CacheNote['how'], number>>>>

export interface Cache {
  /** Goes before the chain of calls to a service. */
  wrap: Wrap
  /** Something has changed, of this print or (`null`) of nobody knows which. */
  purge(topic: PurgeTopic, slug: string | null): void
  figures(): CacheFigures
}

/** The cache of one gateway. */
export function createCache({
  near,
  shared: sharedCopies,
  sharedMsMax,
  clock,
  log,
  newId,
}: {
  near: Copies
  shared: Copies
  /** How long the shared copies are waited for. */
  sharedMsMax?: number | undefined
  clock: Clock
  log: Log
  newId: () => string
}): Cache {
  const shared = restingCopies({ copies: sharedCopies, answerMsMax: sharedMsMax, clock, log })
  const ask = askOnce({ near, shared, clock, newId })
  const figures: Record<string, Record<CacheNote['how'], number>> = {}
  const note = (call: Call, how: CacheNote['how'], copy: Copy, policy: CachePolicy) => {
    const operation = `${call.service}.${call.name}`
    figures[operation] ??= { hit: 0, stale: 0, miss: 0, joined: 0, error: 0 }
    figures[operation][how] += 1
    const { ageMs } = copy
    call.cacheNotes?.push({
      operation,
      how,
      ageMs,
      sinceMs: clock.now() - ageMs,
      leftMs: lifeMsOf(copy, policy) - ageMs,
    })
  }

  const wrap: Wrap = async (call, next) => {
    const { cache, callers } = call.policy
    // Who pins a version wants its answer, which is nobody else's.
    const isPinned = call.envelope.pins?.[call.service] !== undefined
    if (!cache || isPinned || call.kind !== 'query' || !callers.includes('anyone')) return await next(call)
    const policy = noOlderThan(call.copyAgeMsMax, cache)
    const question = questionOf(call, policy)
    const { copy, state } = await near.find(question.key, question.tags)
    const asking = { question, policy, call, next, state: state ?? '' }
    const standing = copy ? standingOf(copy, policy) : 'old'
    if (copy && standing === 'fresh') {
      note(call, 'hit', copy, policy)
      return told(copy)
    }
    if (copy && standing === 'stale') {
      note(call, 'stale', copy, policy)
      ask(asking).catch(() => undefined)
      return told(copy)
    }
    try {
      const asked = await patiently(call, clock, () => ask(asking))
      note(call, asked.how, asked.copy, policy)
      return told(asked.copy)
    } catch (error) {
      if (error instanceof WithLastGood) note(call, 'error', lastGoodOf(error, clock), policy)
      throw error
    }
  }

  return {
    wrap,
    purge(topic, slug) {
      const tags = tagsOf(topic, slug)
      void near.purge(tags)
      void shared.purge(tags)
    },
    figures: () => structuredClone(figures),
  }
}

function told({ answer }: Copy): unknown {
  if ('value' in answer) return answer.value
  throw new Failure('not_found', answer.notFound === null ? {} : { detail: answer.notFound })
}

const lastGoodOf = ({ lastGood: { value, sinceMs } }: WithLastGood, clock: Clock): Copy => ({
  ...{ answer: { value }, ageMs: clock.now() - sinceMs },
})

/** A caller waits no longer than its own deadline, also for what somebody else asks. */
const patiently = <Answer>({ service, envelope, signal }: Call, clock: Clock, ask: () => Promise<Answer>) =>
  withTimeout({
    clock,
    signal,
    ms: envelope.deadlineAtMs - clock.now(),
    onTimeout: () => new Failure('unavailable', { detail: `${service} did not answer in time.` }),
    run: ask,
  })

/** Ends copies when a service hints at a change, and all that hang on a topic after a gap in which hints may have been missed. */
export function purgeByHints({ purge }: Pick<Cache, 'purge'>, hints: Pick<Hints, 'onAny'>): void {
  for (const topic of purgeTopics) hints.onAny(topic, (slug) => purge(topic, slug))
}
