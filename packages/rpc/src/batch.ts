import type { Dispatcher } from 'undici'
import { envelopeHeader, linesType, type WireEnvelope, writeEnvelopes } from './call-headers.ts'
import { failureFromWire } from './error-shape.ts'
import { readLines } from './lines.ts'
import type { Call } from './link.ts'
import { originOf } from './origin.ts'
import { TransportFault } from './transport-fault.ts'

/** A call that waits for its answer. */
export interface Pending {
  call: Call
  envelope: WireEnvelope
  resolve: (reply: unknown) => void
  reject: (error: unknown) => void
}

interface Exchange {
  agent: Dispatcher
  /** For cancellations, which must not wait for a free connection. */
  aside: Dispatcher
  address: string
  batch: readonly Pending[]
}

const replyBytesMax = 8 * 1024 * 1024

/**
 * Sends one batch and settles each of its calls: with its answer, its failure, or the transport fault that hit them all.
 * While it waits it tells the server of every call that was given up, and gives up the request when nobody waits any more.
 */
export async function exchange({ agent, aside, address, batch }: Exchange): Promise<void> {
  const waiting = new Map(batch.entries())
  const request = new AbortController()
  const stopListening = onEachAbort(batch, (index, { envelope }) => {
    if (!waiting.delete(index)) return
    if (waiting.size === 0) request.abort()
    else void cancel({ aside, address, envelope })
  })
  const answer = (index: number, reply: unknown) => {
    const pending = waiting.get(index)
    waiting.delete(index)
    if (pending) settle(pending, reply)
  }
  try {
    const { body, headers } = await agent.request({ ...requestOf(address, batch), signal: request.signal })
    const inLines = headers['content-type'] === linesType
    for await (const line of readLines(body, replyBytesMax)) {
      const read: unknown = JSON.parse(line)
      // One line answers one call; any other body answers the request as a whole, and so each of its calls.
      if (inLines && Array.isArray(read)) answer(Number(read[0]), read[1])
      else for (const index of [...waiting.keys()]) answer(index, read)
    }
    if (waiting.size > 0) throw new Error('The answer ended too early.')
  } catch (error) {
    const fault = waiting.size > 0 ? faultOf(error, address) : undefined
    for (const { reject } of waiting.values()) reject(fault)
  } finally {
    stopListening()
  }
}

const requestOf = (address: string, batch: readonly Pending[]) => ({
  origin: originOf(address),
  path: `/rpc/${batch.map(({ call }) => call.name).join(',')}?batch=1`,
  method: 'POST' as const,
  headers: {
    'content-type': 'application/json',
    accept: linesType,
    [envelopeHeader]: writeEnvelopes(batch.map(({ envelope }) => envelope)),
  },
  body: JSON.stringify(Object.fromEntries(batch.map(({ call }, index) => [index, call.input]))),
  // Each call's own deadline is the limit.
  headersTimeout: 0,
  bodyTimeout: 0,
})

function settle({ resolve, reject }: Pending, reply: unknown) {
  if (isObject(reply) && isObject(reply.result)) resolve(reply.result.data)
  else reject(failureFromWire(isObject(reply) ? reply.error : reply))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function onEachAbort(batch: readonly Pending[], left: (index: number, pending: Pending) => void): () => void {
  const stops = batch.map((pending, index) => {
    const { signal } = pending.call
    const leave = () => left(index, pending)
    signal.addEventListener('abort', leave, { once: true })
    return () => signal.removeEventListener('abort', leave)
  })
  return () => {
    for (const stop of stops) stop()
  }
}

/** Best effort: a server that does not hear of it works until the deadline that came with the call. */
async function cancel({ aside, address, envelope }: { aside: Dispatcher; address: string; envelope: WireEnvelope }) {
  try {
    const { body } = await aside.request({
      origin: originOf(address),
      path: '/rpc/-/cancel',
      method: 'POST',
      headers: { [envelopeHeader]: writeEnvelopes([envelope]) },
      signal: AbortSignal.timeout(1_000),
    })
    await body.dump()
  } catch {}
}

const notSent = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])

function faultOf(error: unknown, where: string): TransportFault {
  if (error instanceof TransportFault) return error
  const code = isObject(error) && typeof error.code === 'string' ? error.code : ''
  if (notSent.has(code)) return new TransportFault('refused', `${where} refused the connection`, { cause: error })
  return new TransportFault('broken', `${where} broke the connection`, { cause: error })
}
