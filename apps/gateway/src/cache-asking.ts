import type { CachePolicy } from '@switchyard/contracts/cache-policy'
import type { CacheNote } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import { isAwayError, WithLastGood } from '@switchyard/rpc/fallback'
import type { Call, Send } from '@switchyard/rpc/link'
import type { Clock } from '@switchyard/runtime/clock'
import type { Question } from './cache-question.ts'
import { standingOf } from './cache-standing.ts'
import type { CopiedAnswer, Copies, Copy, Found } from './copies.ts'

/** A call that a cache has to have answered. */
export interface Asking {
  question: Question
  policy: CachePolicy
  call: Call
  next: Send
  /** Of the near copies, when it was looked for. */
  state: string
}

/** What came of it. */
export interface Asked {
  how: CacheNote['how']
  copy: Copy
}

/** Whoever holds the lease asks within this time, or others do. */
const leaseMs = 1_000
/** How long another gateway's answer is waited for, and how often it is looked for. */
const waitMsMax = 600
const lookEveryMs = 15
const never = new AbortController().signal

/** SINGLE FLIGHT: has a question asked once, for all who want its answer meanwhile; not for those who come after a purge. */
export function askOnce(deps: { near: Copies; shared: Copies; clock: Clock; newId: () => string }) {
  const flights = new Map<string, Promise<Asked>>()
  return async (asking: Asking): Promise<Asked> => {
    const name = `${asking.question.key} ${asking.state} ${asking.policy.freshMs}`
    const running = flights.get(name)
    if (running) return { ...(await running), how: 'joined' }
    const flight = fetchCopy(asking, deps).finally(() => flights.delete(name))
    flights.set(name, flight)
    return await flight
  }
}

type Deps = Parameters<typeof askOnce>[0]

/** From another gateway's copy if there is one; else from the service, if need be after a moment for whoever asks it now. */
async function fetchCopy(asking: Asking, deps: Deps): Promise<Asked> {
  const { question, policy } = asking
  const { shared, newId } = deps
  const isFresh = ({ copy }: Found) => copy !== null && standingOf(copy, policy) === 'fresh'
  const found = await shared.find(question.key, question.tags)
  if (isFresh(found)) return await taken(found, asking, deps)
  const holder = newId()
  if (await shared.lease(question.key, holder, leaseMs)) {
    try {
      // Somebody may have kept a copy, and given the lease back, since we looked.
      const again = await shared.find(question.key, question.tags)
      return isFresh(again) ? await taken(again, asking, deps) : await fromService(asking, again, deps)
    } finally {
      await shared.release(question.key, holder)
    }
  }
  const theirs = await othersCopy(asking, isFresh, deps)
  return isFresh(theirs) ? await taken(theirs, asking, deps) : await fromService(asking, theirs, deps)
}

/** What another gateway has found out, once it has; or what is known when it has given up or takes too long. */
async function othersCopy({ question }: Asking, isFresh: (found: Found) => boolean, { shared, clock }: Deps) {
  const untilMs = clock.now() + waitMsMax
  for (;;) {
    await clock.sleep(lookEveryMs)
    const found = await shared.find(question.key, question.tags)
    if (isFresh(found) || !found.isBeingAsked || clock.now() >= untilMs) return found
  }
}

async function taken({ copy }: Found, asking: Asking, { near }: Deps): Promise<Asked> {
  if (!copy) throw new Error('there is no copy to take')
  await keepNear(copy, asking, near)
  return { how: 'hit', copy }
}

async function fromService(asking: Asking, known: Found, deps: Deps): Promise<Asked> {
  const { question, policy } = asking
  const { near, shared, clock } = deps
  const askedAtMs = clock.now()
  const answer = await asked(asking).catch(async (error: unknown) => {
    throw await withLastGood(error, asking, known, deps)
  })
  const copy = { answer, ageMs: clock.now() - askedAtMs }
  await keepNear(copy, asking, near)
  if (known.state !== null) await shared.keep(question.key, copy, { ...termsOf(question, policy), state: known.state })
  return { how: 'miss', copy }
}

/** Asked by the gateway itself, so nothing that is one caller's alone can come into a copy, and for as long as anyone may wait. */
async function asked({ call, next, policy }: Asking): Promise<CopiedAnswer> {
  const { envelope } = call
  const principal = { kind: 'service', id: 'gateway' } as const
  try {
    return { value: await next({ ...call, signal: never, envelope: { ...envelope, principal } }) }
  } catch (error) {
    if (policy.notFoundMs === undefined || !isFailure(error, 'not_found')) throw error
    return { notFound: error.details.detail ?? null }
  }
}

/** The failure, with the newest copy that is not too old, if nobody answers. That copy is not given as if it were good any more. */
async function withLastGood(error: unknown, asking: Asking, known: Found, deps: Deps): Promise<unknown> {
  const { question, policy, call } = asking
  const { near, clock } = deps
  if (!isAwayError(error)) return error
  const ours = (await near.find(question.key, question.tags)).copy
  if (ours) await keepNear({ ...ours, isFailing: true }, asking, near)
  const limitMs = policy.freshMs + (policy.staleIfErrorMs ?? 0)
  const copies = [ours, known.copy].filter((copy) => copy !== null).filter(({ ageMs }) => ageMs < limitMs)
  const best = copies.sort((a, b) => a.ageMs - b.ageMs)[0]
  if (!best || !('value' in best.answer)) return error
  return new WithLastGood(error, { value: best.answer.value, sinceMs: clock.now() - best.ageMs }, call.service)
}

const keepNear = (copy: Copy, { question, policy, state }: Asking, near: Copies) =>
  near.keep(question.key, copy, { ...termsOf(question, policy), state })

const termsOf = ({ tags }: Question, { freshMs, staleMs = 0, staleIfErrorMs = 0, notFoundMs = 0 }: CachePolicy) => ({
  tags,
  ageMsMax: Math.max(freshMs + Math.max(staleMs, staleIfErrorMs), notFoundMs),
})
