/**
 * Sends calls to instances: all calls of one turn of the event loop to the same instance share one HTTP request, in
 * tRPC's batch format, and each gets its answer as soon as it is there. A call that nobody waits for is cancelled alone.
 *
 *     const transport = createTransport({ identity, clock })
 *     const send = chain([balance(balancer), …], transport.send)
 */
import type { Clock } from '@switchyard/runtime/clock'
import { Agent, type buildConnector } from 'undici'
import { exchange, type Pending } from './batch.ts'
import { batchCallsMax, headerBytesMax } from './call-headers.ts'
import type { Entry } from './discovery.ts'
import { keepAlive } from './keep-alive.ts'
import type { Call } from './link.ts'
import { originOf } from './origin.ts'
import type { Identity } from './tokens.ts'

const connectMsMax = 1_000
/** A process that is merely busy answers within this; a frozen one never does. */
const pingMsMax = 1_000
const pingTriesMax = 3
/** A timer that is this late speaks of our own event loop. */
const stallMs = 100
/** What does its work in good time answers a probe within this. */
const probeMsMax = 250

/** The end of the chain: what leaves this process. */
interface Transport {
  /** Sends to `call.instance`. Resolves with the answer; rejects with its `Failure`, or with a `TransportFault` when there was no answer. */
  send(call: Call): Promise<unknown>
  /** Whether the instance answers its `/livez` within a second; all who ask at once share one ping. */
  ping(instance: Entry): Promise<boolean>
  /** Whether it does its work in good time, asked by the way that calls take: `/rpc/-/ping` within 250 ms. */
  probe(instance: Entry): Promise<boolean>
  close(): Promise<void>
}

/** One process's connections to the instances of a service. */
export function createTransport({
  identity,
  clock,
  connector,
}: {
  identity: Pick<Identity, 'tokenFor'>
  clock: Clock
  /** How connections are made where they are encrypted; plain without one. */
  connector?: buildConnector.connector | undefined
}): Transport {
  const agentOf = (connections: number) => newAgent({ connections, connect: connector ?? { timeout: connectMsMax } })
  const agent = agentOf(64)
  // Cancellations and pings must not queue behind the very calls that they are about, nor pings behind probes, which a slow instance holds up.
  const aside = agentOf(2)
  const pinging = agentOf(1)
  const probing = agentOf(4)
  const waiting = new Map<string, Waiting[]>()
  const pings = new Map<string, Promise<boolean>>()
  let attempts = 0

  const flush = async (address: string) => {
    const calls = waiting.get(address) ?? []
    waiting.delete(address)
    try {
      const ready = await Promise.all(calls.map((one) => withEnvelope(one, { clock, attempt: ++attempts })))
      const wanted = ready.filter(({ call }) => !call.signal.aborted)
      for (const batch of split(wanted)) void exchange({ agent, aside, address, batch })
    } catch (error) {
      for (const { reject } of calls) reject(error)
    }
  }
  const enqueue = (address: string, one: Waiting) => {
    const others = waiting.get(address)
    if (others) return void others.push(one)
    waiting.set(address, [one])
    setImmediate(flush, address)
  }

  return {
    async send(call) {
      const { instance, signal, service, envelope } = call
      if (!instance) throw new Error('The chain has no balancer: the call has no instance.')
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      enqueue(instance.address, { call, token: identity.tokenFor(service, envelope.principal), resolve, reject })
      const leave = () => reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      return await promise.finally(() => signal.removeEventListener('abort', leave))
    },
    ping({ address }) {
      const ping = pings.get(address) ?? answersPing(pinging, address, clock).finally(() => pings.delete(address))
      pings.set(address, ping)
      return ping
    },
    probe: ({ address }) => isQuick(probing, address, clock),
    async close() {
      await Promise.all([agent, aside, pinging, probing].map((one) => one.destroy()))
    },
  }
}

/**
 * Silence counts only if we listened: when our own timer fired late we stood still ourselves, and ask again. So we do
 * after a quick no, which may be an old connection that was being closed: whoever is gone says no three times at once.
 */
async function answersPing(agent: Agent, address: string, clock: Clock): Promise<boolean> {
  for (let left = pingTriesMax; left > 0; left--) {
    const askedAtMs = clock.now()
    if (await pong(agent, { address, path: '/livez', withinMs: pingMsMax })) return true
    const waitedMs = clock.now() - askedAtMs
    if (waitedMs >= pingMsMax && waitedMs < pingMsMax + stallMs) return false
  }
  return false
}

/** Lateness, likewise, counts only if we did not stand still ourselves. */
async function isQuick(agent: Agent, address: string, clock: Clock): Promise<boolean> {
  const askedAtMs = clock.now()
  const probe = () => pong(agent, { address, path: '/rpc/-/ping', withinMs: probeMsMax })
  if (await probe()) return true
  return clock.now() - askedAtMs >= probeMsMax + stallMs && (await probe())
}

async function pong(
  agent: Agent,
  { address, path, withinMs }: { address: string; path: string; withinMs: number },
): Promise<boolean> {
  const signal = AbortSignal.timeout(withinMs)
  try {
    const { statusCode, body } = await agent.request({ origin: originOf(address), path, method: 'GET', signal })
    await body.dump()
    return statusCode < 300
  } catch {
    return false
  }
}

const newAgent = (options: Pick<Agent.Options, 'connections' | 'connect'>) =>
  new Agent({ ...options, pipelining: 1, ...keepAlive.client() })

/** A call of this turn of the event loop; its token may still be being signed. */
type Waiting = Omit<Pending, 'envelope'> & { token: Promise<string> }

async function withEnvelope(
  { call, token, resolve, reject }: Waiting,
  { clock, attempt }: { clock: Clock; attempt: number },
): Promise<Pending> {
  const { callId, deadlineAtMs, traceparent, idempotencyKey, hops = 0, pins, lab } = call.envelope
  const key = call.kind === 'mutation' && idempotencyKey !== undefined ? { key: idempotencyKey } : {}
  const envelope = {
    id: callId,
    attempt,
    token: await token,
    ms: deadlineAtMs - clock.now(),
    traceparent,
    hops: hops + 1,
    ...key,
    ...(pins ? { pins } : {}),
    ...(lab ? { lab } : {}),
  }
  return { call, envelope, resolve, reject }
}

/** Cuts calls into requests that a server accepts: ten calls, and headers well below its limit. */
function split(calls: readonly Pending[]): Pending[][] {
  const batches: Pending[][] = []
  let bytes = 0
  for (const pending of calls) {
    const size = (JSON.stringify(pending.envelope).length * 4) / 3 + pending.call.name.length
    const last = batches.at(-1)
    if (last && last.length < batchCallsMax && bytes + size < headerBytesMax / 2) last.push(pending)
    else {
      batches.push([pending])
      bytes = 0
    }
    bytes += size
  }
  return batches
}
