/**
 * Sends calls to instances: all calls of one turn of the event loop to the same instance share one HTTP request, in
 * tRPC's batch format, and each gets its answer as soon as it is there. A call that nobody waits for is cancelled alone.
 *
 *     const transport = createTransport({ identity, clock })
 *     const send = (call: Call, instance: Entry) => transport.send(call, instance)
 */
import type { Clock } from '@switchyard/runtime/clock'
import { Agent } from 'undici'
import { exchange, type Pending } from './batch.ts'
import { batchCallsMax, headerBytesMax, type WireEnvelope } from './call-headers.ts'
import type { Entry } from './discovery.ts'
import type { Call } from './link.ts'
import type { Identity } from './tokens.ts'

/** Below every server's keep-alive time, so that we never send on a connection that the other side is closing. */
const idleMsMax = 4_000
const connectMsMax = 500

export interface Transport {
  /** Resolves with the answer; rejects with its `Failure`, or with a `TransportFault` when there was no answer. */
  send(call: Call, instance: Entry): Promise<unknown>
  /** Whether the instance answers its `/livez` within 200 ms. */
  ping(instance: Entry): Promise<boolean>
  close(): Promise<void>
}

export function createTransport({ identity, clock }: { identity: Identity; clock: Clock }): Transport {
  const agent = new Agent({
    connections: 32,
    pipelining: 1,
    keepAliveTimeout: idleMsMax,
    keepAliveMaxTimeout: idleMsMax,
    connect: { timeout: connectMsMax },
  })
  const waiting = new Map<string, Pending[]>()

  const flush = (address: string) => {
    const calls = (waiting.get(address) ?? []).filter(({ call }) => !call.signal.aborted)
    waiting.delete(address)
    for (const batch of split(calls)) void exchange({ agent, address, batch })
  }

  return {
    async send(call, { address }) {
      call.signal.throwIfAborted()
      const token = await identity.tokenFor(call.service, call.envelope.principal)
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      const pending: Pending = { call, envelope: onWire(call, token, clock), resolve, reject }
      const others = waiting.get(address)
      if (others) others.push(pending)
      else {
        waiting.set(address, [pending])
        setImmediate(flush, address)
      }
      const leave = () => reject(call.signal.reason)
      call.signal.addEventListener('abort', leave, { once: true })
      return await promise.finally(() => call.signal.removeEventListener('abort', leave))
    },
    async ping({ address }) {
      try {
        const { statusCode, body } = await agent.request({
          origin: `http://${address}`,
          path: '/livez',
          method: 'GET',
          signal: AbortSignal.timeout(200),
        })
        await body.dump()
        return statusCode === 200
      } catch {
        return false
      }
    },
    close: () => agent.destroy(),
  }
}

function onWire({ envelope, kind }: Call, token: string, clock: Clock): WireEnvelope {
  const { callId, deadlineAtMs, traceparent, idempotencyKey } = envelope
  const key = kind === 'mutation' && idempotencyKey !== undefined ? { key: idempotencyKey } : {}
  return { id: callId, token, ms: deadlineAtMs - clock.now(), traceparent, ...key }
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
