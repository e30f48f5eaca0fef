/**
 * Asks a second instance when an answer is later than most, takes whichever comes first and ends the other (J. Dean and
 * L. Barroso, The Tail at Scale, 2013). Queries alone, those whose policy says so, and at most a twentieth of them. Any query
 * whose time is half over is asked a second time as well: that is a retry which does not give the first one up.
 *
 *     const wraps = [retry({ … }), hedge({ times, peers, budget: new TokenBudget({ share: 0.05, reserve: 5 }), clock }), balance(balancer)]
 */
import type { Clock } from '@switchyard/runtime/clock'
import { CallerLeft } from './deadline.ts'
import { isFailure, isNoAnswer } from './failure.ts'
import { type Call, isInner, pinOf, type Send, type Wrap } from './link.ts'
import type { OperationTimes } from './operation-times.ts'
import type { Peers } from './peers.ts'
import type { TokenBudget } from './token-budget.ts'

interface HedgeOptions {
  times: OperationTimes
  peers: Pick<Peers, 'sound'>
  /** Pays for second questions. */
  budget: TokenBudget
  clock: Clock
  /** What was hedged so far. */
  counted?: { hedges: number; hedgesWon: number }
}

/** Resolves with the first answer; rejects when no question is open any more, with what the first one met. */
export const hedge =
  ({ times, peers, budget, clock, counted = { hedges: 0, hedgesWon: 0 } }: HedgeOptions): Wrap =>
  async (call, next) => {
    if (call.kind !== 'query' || isInner(call)) return await next(call)
    if (call.policy.hedge) budget.earn()
    using first = ask(call, next)
    for (const { atMs, pay } of moments(call, { times, budget, clock })) {
      if (await firstWithin(atMs - clock.now(), { first, clock })) return await first.reply
      if (!isAnybodyElse(call, peers) || !pay()) continue
      counted.hedges++
      using second = ask({ ...call, elsewhere: true }, next)
      void second.reply.then(() => counted.hedgesWon++, noted)
      return await firstAnswer([first.reply, second.reply])
    }
    return await first.reply
  }

/** When a second question may be asked, and what pays for it: later than most, out of the hedges; at half of the call's time, as another try. */
function moments(call: Call, { times, budget, clock }: Pick<HedgeOptions, 'times' | 'budget' | 'clock'>) {
  const nowMs = clock.now()
  const lateMs = call.policy.hedge ? times.slowAfterMs(call.name) : undefined
  const halfAtMs = nowMs + (call.envelope.deadlineAtMs - nowMs) / 2
  const half = { atMs: halfAtMs, pay: () => call.anotherTry?.() ?? false }
  if (lateMs === undefined) return [half]
  return [{ atMs: Math.min(nowMs + lateMs, halfAtMs), pay: () => budget.spend() }, half]
}

/** Whether there is an instance that this call has not been sent to. */
const isAnybodyElse = (call: Call, peers: HedgeOptions['peers']) =>
  peers.sound(pinOf(call)).some(({ entry }) => !call.tried.has(entry))

/** What the contract explains is an answer; whoever meets anything else leaves it to the other, and the first one has the last word. */
async function firstAnswer(replies: readonly [first: Promise<unknown>, second: Promise<unknown>]): Promise<unknown> {
  const answers = replies.map((reply) =>
    reply.then(
      (value) => () => value,
      (error: unknown) => {
        if (!isAnswer(error)) throw error
        return () => {
          throw error
        }
      },
    ),
  )
  const say = await Promise.any(answers).catch(() => () => replies[0])
  return await say()
}

/** Whoever asked hears of it. */
const noted = () => {}

const isAnswer = (error: unknown) => isFailure(error) && !isNoAnswer(error)

/** A question that can be withdrawn. */
interface Question extends Disposable {
  reply: Promise<unknown>
}

/** Asks in a way that can be ended alone; disposing of it withdraws the question if it is still open. */
function ask(call: Call, next: Send): Question {
  const own = new AbortController()
  const leave = () => own.abort(call.signal.reason)
  call.signal.addEventListener('abort', leave, { once: true })
  if (call.signal.aborted) leave()
  const reply = next({ ...call, signal: own.signal })
  // To abort what is over would tell nobody anything, and costs as much as two timers.
  let isOpen = true
  const close = () => {
    isOpen = false
  }
  reply.then(close, close)
  return {
    reply,
    [Symbol.dispose]() {
      call.signal.removeEventListener('abort', leave)
      if (isOpen) own.abort(lost)
    },
  }
}

/** The reason why the slower question ends; it says nothing about who was asked. */
const lost = new CallerLeft()

/** Whether the first question is answered in time; rejects when it fails before. */
async function firstWithin(ms: number, { first, clock }: { first: Question; clock: Clock }): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const cancel = clock.after(ms, () => late.resolve(false))
  return await Promise.race([first.reply.then(() => true), late.promise]).finally(cancel)
}
