import type { IncomingMessage } from 'node:http'
import { batchCallsMax, envelopeHeader, linesType, readEnvelopes, type WireEnvelope } from './call-headers.ts'
import { Failure } from './failure.ts'

/** One call as a request asks for it. */
export interface AskedCall {
  name: string
  input: unknown
  envelope: WireEnvelope
}

/** A request of tRPC's HTTP protocol: `/rpc/place` or `/rpc/place,byId?batch=1`, inputs in the body or in `?input=`. */
export interface AskedCalls {
  calls: AskedCall[]
  batch: boolean
  /** Whether the client wants each answer as soon as it is there; only ours does. */
  inLines: boolean
  /** GET is for queries alone. */
  queriesOnly: boolean
}

/** Reads a request, or throws `malformed_json`, `invalid_input`, `body_too_large` or `unauthenticated`. */
export async function readCalls(
  request: IncomingMessage,
  { bodyBytesMax }: { bodyBytesMax: number },
): Promise<AskedCalls> {
  const url = new URL(request.url ?? '/', 'http://service')
  const batch = url.searchParams.get('batch') === '1'
  const path = decodeURIComponent(url.pathname.slice('/rpc/'.length))
  const names = batch ? path.split(',') : [path]
  if (names.length > batchCallsMax) {
    throw new Failure('invalid_input', { detail: `A request may carry ${batchCallsMax} calls; split the batch.` })
  }
  const envelopes = readEnvelopes(headerOf(request, envelopeHeader))
  const queriesOnly = request.method === 'GET'
  const text = queriesOnly ? url.searchParams.get('input') : await readBody(request, bodyBytesMax)
  const inputs = text ? parse(text) : {}
  return {
    calls: names.map((name, index) => {
      const envelope = envelopes[index]
      if (!envelope)
        throw new Failure('invalid_input', { detail: `The header ${envelopeHeader} has no entry for call ${index}.` })
      return { name, envelope, input: batch ? valueAt(inputs, index) : text ? inputs : undefined }
    }),
    batch,
    inLines: batch && headerOf(request, 'accept') === linesType,
    queriesOnly,
  }
}

/** A header that must not come twice. */
function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? undefined : value
}

async function readBody(request: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax)
      throw new Failure('body_too_large', { detail: `The body is larger than ${bytesMax / 1024} KB.` })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Failure('malformed_json', { detail: 'The input must be JSON.' }, { cause })
  }
}

function valueAt(inputs: unknown, index: number): unknown {
  if (typeof inputs !== 'object' || inputs === null) {
    throw new Failure('invalid_input', {
      detail: 'A batch needs an object of inputs by index, such as {"0":{},"1":{}}.',
    })
  }
  return Object.entries(inputs).find(([key]) => key === String(index))?.[1]
}
