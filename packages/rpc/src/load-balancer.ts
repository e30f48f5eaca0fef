/**
 * Spreads calls over the instances that are there now, by the strategy that the operation's policy names, and keeps
 * count of how each of them answers.
 *
 *     const balancer = new LoadBalancer({ peers, watch, times, clock, random: Math.random })
 *     const wraps = [deadline({ clock }), retry({ … }), balance(balancer), …]
 */
import type { Attempt, Strategy as StrategyName } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import { consistentHash, keyOfField } from './consistent-hash.ts'
import type { Watch } from './discovery.ts'
import { Failure, isNoAnswer } from './failure.ts'
import { leastPending } from './least-pending.ts'
import { type Call, pinOf, type Wrap } from './link.ts'
import type { OperationTimes } from './operation-times.ts'
import type { Peer, Peers } from './peers.ts'
import { roundRobin } from './round-robin.ts'
import { type Strategy, skipNobody } from './strategy.ts'
import { isTransportFault, TransportFault } from './transport-fault.ts'
import { weighted } from './weighted.ts'

interface LoadBalancerOptions {
  peers: Peers
  watch: Pick<Watch, 'ready'>
  times: OperationTimes
  clock: Clock
  random: () => number
  /** In place of what each operation's policy says. */
  strategy?: StrategyName | undefined
}

/** Chooses an instance for each try of a call, and notes what came of it. */
export class LoadBalancer {
  readonly #options: LoadBalancerOptions
  readonly #strategies = new Map<string, Strategy>()

  constructor(options: LoadBalancerOptions) {
    this.#options = options
  }

  /**
   * Sends a call to an instance, one that it has not tried if there is any. Choosing and counting are one step, so that
   * calls of the same moment see one another. Throws `unavailable` when there is nobody to send it to.
   */
  async send<T>(call: Call, work: (attempt: Call) => Promise<T>): Promise<T> {
    const { peers, watch } = this.#options
    if (peers.all.length === 0) await watch.ready
    const peer = this.#choose(call)
    call.tried.add(peer.entry)
    peer.pending++
    const ended = this.#begin(call, peer)
    const attempt = new AbortController()
    const leave = () => attempt.abort(call.signal.reason)
    call.signal.addEventListener('abort', leave, { once: true })
    if (call.signal.aborted) leave()
    try {
      const abandon = (error: Error) => attempt.abort(error)
      const reply = await work({ ...call, instance: peer.entry, signal: attempt.signal, abandon })
      ended('answered')
      return reply
    } catch (error) {
      ended(outcomeOf(error, call))
      throw error
    } finally {
      call.signal.removeEventListener('abort', leave)
      peer.pending--
    }
  }

  #choose(call: Call): Peer {
    const { peers, random } = this.#options
    const among = peers.sound(pinOf(call))
    if (among.length === 0) throw new Failure('unavailable', { detail: nobody(call) })
    const fresh = call.tried.size === 0 || among.some(({ entry }) => !call.tried.has(entry))
    if (!fresh && call.elsewhere) throw new TransportFault('refused', `there is no other instance of ${call.service}`)
    const skip = fresh && call.tried.size > 0 ? ({ entry }: Peer) => call.tried.has(entry) : skipNobody
    return this.#strategyOf(call)({ call, among, skip, warmth: peers.warmth(), random })
  }

  #strategyOf({ policy }: Call): Strategy {
    const { balance = 'least-pending' } = policy
    const field = typeof balance === 'object' ? balance.hash : undefined
    const name = this.#options.strategy ?? (typeof balance === 'object' ? 'hash' : balance)
    const key = name === 'hash' ? `hash ${field}` : name
    const known = this.#strategies.get(key)
    if (known) return known
    const made = makers[name](field)
    this.#strategies.set(key, made)
    return made
  }

  #begin(call: Call, peer: Peer) {
    const { clock, times } = this.#options
    const sentMs = clock.now()
    peer.lastSentAtMs = sentMs
    const attempt: Attempt | undefined = call.attempts && {
      instanceId: peer.entry.instanceId,
      atMs: sentMs - call.beganAtMs,
      ms: null,
      outcome: 'waiting',
    }
    if (attempt) call.attempts?.push(attempt)
    return (outcome: Attempt['outcome']) => {
      const ms = clock.now() - sentMs
      if (attempt) Object.assign(attempt, { ms, outcome })
      if (outcome === 'answered' || outcome === 'failed') {
        peer.lastWordAtMs = clock.now()
        peer.latencies.record(ms)
        times.record(call.name, ms)
      }
      const isFree = pinOf(call) === undefined
      if (isFree && outcome !== 'left') this.#options.peers.judgeVersion(peer, { bad: outcome !== 'answered' })
      if (outcome === 'answered') peer.answered++
      else if (outcome !== 'left') peer.failed++
    }
  }
}

const makers: Record<StrategyName, (field: string | undefined) => Strategy> = {
  'least-pending': () => leastPending,
  'round-robin': () => roundRobin(),
  weighted: () => weighted(),
  hash: (field) => consistentHash(keyOfField(field)),
}

const nobody = (call: Call) => {
  const version = pinOf(call)
  return `No instance of ${call.service}${version === undefined ? '' : ` ${version}`} is registered.`
}

/** Failures that the contract explains are answers like any other. */
function outcomeOf(error: unknown, { signal }: Call): Attempt['outcome'] {
  if (isTransportFault(error)) return error.kind
  if (signal.aborted) return 'left'
  return isNoAnswer(error) ? 'failed' : 'answered'
}

/** Gives each try of a call its instance. */
export const balance =
  (balancer: LoadBalancer): Wrap =>
  (call, next) =>
    balancer.send(call, next)
