import type { CallPattern, LabScope } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { askAround } from './ask-around.ts'
import { Bulkhead, bulkhead } from './bulkhead.ts'
import type { Withdrawn } from './canary.ts'
import { CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'
import { deadline } from './deadline.ts'
import type { Entry, Watch } from './discovery.ts'
import { Ejection, eject } from './ejection.ts'
import { fallback } from './fallback.ts'
import { hedge } from './hedge.ts'
import { leaveHung } from './leave-hung.ts'
import { chain, type Send, type Wrap } from './link.ts'
import { balance, LoadBalancer } from './load-balancer.ts'
import { OperationTimes } from './operation-times.ts'
import { Peers } from './peers.ts'
import { retry } from './retry.ts'
import { TokenBudget } from './token-budget.ts'
import { tryTimeout } from './try-timeout.ts'

interface ChainOptions {
  watch: Watch
  send: Send
  ping: (instance: Entry) => Promise<boolean>
  probe: (instance: Entry) => Promise<boolean>
  clock: Clock
  log: Log
  random: () => number
  zone?: string | undefined
  cache?: Wrap | undefined
}

/** Retries are at most a tenth of the calls, hedges a twentieth, and a burst of either as many as this. */
const retryBudget = { share: 0.1, reserve: 20 }
const hedgeBudget = { share: 0.05, reserve: 5 }
/** There may be many experiments at once, each with instances of its own to ask about. */
const experimentIdleMs = 1_000

/**
 * **The chain that every call passes**, outermost first, with the state of its patterns. A chain without some of them is
 * another chain with a state of its own, so nobody's experiment disturbs anybody's calls.
 */
export function createChain(options: ChainOptions, { session, without = [], strategy }: Partial<LabScope> = {}) {
  const { watch, send, clock, log, random, zone, cache } = options
  const onWithdrawn = (withdrawn: Withdrawn) => log.warn({ ...withdrawn }, 'withdrew a canary')
  const peers = new Peers({ watch, clock, zone, onWithdrawn })
  const times = new OperationTimes({ clock })
  const breaker = new CircuitBreaker({ clock })
  const hold = new Bulkhead()
  const counted = { calls: 0, retries: 0, hedges: 0, hedgesWon: 0 }
  const budget = new TokenBudget(retryBudget)
  const ping = hearing(options.ping, { peers, clock })
  const probe = hearing(options.probe, { peers, clock })
  const ejection = new Ejection({ peers, closed: watch.closed, ping, probe, clock, log, times })

  const patterns: readonly (readonly [CallPattern | 'cache' | 'deadline' | 'balance', Wrap])[] = [
    ...(cache ? [['cache', cache] as const] : []),
    ['fallback', fallback({ clock })],
    ['deadline', deadline({ clock })],
    ['bulkhead', bulkhead(hold)],
    ['circuit-breaker', circuitBreaker(breaker)],
    ['retry', retry({ clock, random, budget, counted })],
    ['hedge', hedge({ times, peers, budget: new TokenBudget(hedgeBudget), clock, counted })],
    ['balance', balance(new LoadBalancer({ peers, watch, times, clock, random, strategy }))],
    [
      'ejection',
      askAround({
        peers,
        ejection,
        clock,
        closed: watch.closed,
        ...(session !== undefined && { idleMs: experimentIdleMs }),
      }),
    ],
    ['ejection', eject(ejection, peers)],
    ['leave-hung', leaveHung({ peers, ping, clock })],
    ['try-timeout', tryTimeout({ times, peers, clock })],
  ]
  const left: readonly string[] = without
  const wraps = patterns.filter(([name]) => !left.includes(name)).map(([, wrap]) => wrap)
  return { send: chain(wraps, send), peers, breaker, hold, budget, counted }
}

/** A chain with the state of its patterns, for those who look at them. */
export type CallChain = ReturnType<typeof createChain>

/** A pong is a word like any other. */
const hearing =
  (ping: ChainOptions['ping'], { peers, clock }: { peers: Peers; clock: Clock }): ChainOptions['ping'] =>
  async (instance) => {
    const answered = await ping(instance)
    const peer = peers.of(instance)
    if (answered && peer) peer.lastWordAtMs = clock.now()
    return answered
  }
