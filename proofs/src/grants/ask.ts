import { randomUUID } from 'node:crypto'
import type { AnyOperation } from '@switchyard/contracts/contract'
import { failures, isFailureCode } from '@switchyard/contracts/failure'
import { storefront } from '@switchyard/contracts/storefront'
import { storefrontV1 } from '@switchyard/contracts/storefront-v1'
import { documentFor } from '@switchyard/gateway/graphql/document-for'
import { isServed } from '@switchyard/gateway/graphql/schema'
import type { FrontDoor } from '../front-door.ts'

/** The versions of the public contract that the gateway serves. */
export type Version = 'v1' | 'v2'

/** One way to ask the gateway for an operation. */
export interface Protocol {
  readonly name: 'tRPC' | 'REST' | 'events' | 'GraphQL'
  readonly serves: (operation: AnyOperation) => boolean
  ask(door: FrontDoor, asked: PublicCall): Promise<Reply>
}

/** What a client heard, in no protocol's own words; of a stream the first that it told. */
export interface Reply {
  readonly status: number
  /** The failure's; null when there was none. */
  readonly code: string | null
  readonly value: unknown
}

interface PublicCall {
  readonly operation: string
  readonly input: object
  readonly headers: Readonly<Record<string, string>>
}

/** The public contract by its versions. */
const contracts = { v1: storefrontV1, v2: storefront } as const

/** Finds an operation of the public contract by `group.name`. */
export function publicOperation(name: string, version: Version = 'v2'): AnyOperation {
  const [group = '', operation = ''] = name.split('.')
  const groups: Record<string, { operations: Record<string, AnyOperation> }> = contracts[version]
  const found = groups[group]?.operations[operation]
  if (!found) throw new Error(`${version} has no operation ${name}`)
  return found
}

const changing = () => ({ 'content-type': 'application/json', 'idempotency-key': randomUUID() })

const trpc = (version: Version): Protocol => ({
  name: 'tRPC',
  serves: () => true,
  async ask(door, { operation, input, headers }) {
    const { kind } = publicOperation(operation, version)
    const path = `/trpc/${version}/${operation}`
    if (kind === 'mutation') {
      const sent = { method: 'POST', body: JSON.stringify(input), headers: { ...changing(), ...headers } }
      return fromTrpc(await jsonOf(await door.ask(path, sent)))
    }
    const query = `${path}?input=${encodeURIComponent(JSON.stringify(input))}`
    if (kind === 'query') return fromTrpc(await jsonOf(await door.ask(query, { headers })))
    return fromTrpc(await firstEvent(door, query, { accept: 'text/event-stream', ...headers }))
  },
})

function fromTrpc({ status, json, event }: Heard): Reply {
  if (event === 'serialized-error') return { status: json.data.httpStatus, code: json.data.code, value: null }
  if (event !== undefined) return { status, code: null, value: json }
  return { status, code: json?.error?.data.code ?? null, value: json?.result?.data }
}

const rest = (version: Version): Protocol => ({
  name: 'REST',
  serves: ({ kind, policy }) => policy.rest !== undefined && kind !== 'subscription',
  async ask(door, { operation, input, headers }) {
    const { rest: route } = publicOperation(operation, version).policy
    if (!route) throw new Error(`${operation} is not served as REST`)
    const left = new Map(Object.entries(input))
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(left.get(name))
      left.delete(name)
      return encodeURIComponent(value)
    })
    const token = left.get('accessToken')
    left.delete('accessToken')
    const asking = { ...(token ? { 'x-order-token': String(token) } : {}), ...headers }
    const fields = Object.fromEntries(left)
    if (route.method === 'GET' || route.method === 'DELETE') {
      const query = new URLSearchParams(
        Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
      )
      return fromRest(
        await jsonOf(await door.ask(`/api/${version}${path}?${query}`, { method: route.method, headers: asking })),
      )
    }
    const sent = { method: route.method, body: JSON.stringify(fields), headers: { ...changing(), ...asking } }
    return fromRest(await jsonOf(await door.ask(`/api/${version}${path}`, sent)))
  },
})

/** The one stream that REST has. */
const events = (version: Version): Protocol => ({
  name: 'events',
  serves: ({ kind, policy }) => policy.rest !== undefined && kind === 'subscription',
  async ask(door, { input, headers }) {
    const { orderId, accessToken } = input as { orderId: string; accessToken?: string }
    const asking = { ...(accessToken ? { 'x-order-token': accessToken } : {}), ...headers }
    return fromRest(await firstEvent(door, `/api/${version}/orders/${orderId}/events`, asking))
  },
})

const fromRest = ({ status, json }: Heard): Reply =>
  status < 400 ? { status, code: null, value: json } : { status, code: json?.code ?? null, value: null }

const graphql: Protocol = {
  name: 'GraphQL',
  serves: isServed,
  async ask(door, { operation, input, headers }) {
    const { query, variables, answer } = documentFor(operation)
    const body = JSON.stringify({ query, variables: variables(input) })
    const isStream = publicOperation(operation).kind === 'subscription'
    const asking = { ...changing(), ...(isStream ? { accept: 'text/event-stream' } : {}), ...headers }
    const sent = { method: 'POST', body, headers: asking }
    const { status, json } = isStream
      ? await firstEvent(door, '/graphql', asking, sent)
      : await jsonOf(await door.ask('/graphql', sent))
    const code: unknown = json.errors?.[0]?.extensions.code
    if (isFailureCode(code)) return { status: failures[code].status, code, value: null }
    return { status, code: null, value: answer(json.data) }
  },
}

/** Every protocol in which the gateway serves a version. GraphQL has none: what is old in it is marked so, field by field. */
export const protocols: Readonly<Record<Version, readonly Protocol[]>> = {
  v1: [trpc('v1'), rest('v1'), events('v1')],
  v2: [trpc('v2'), rest('v2'), events('v2'), graphql],
}

/** An answer as it came, with the name of the event if it was one of a stream. */
interface Heard {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer that is not what it should be fails the test that reads it.
  readonly json: any
  readonly event?: string
}

async function jsonOf(reply: Response): Promise<Heard> {
  const text = await reply.text()
  return { status: reply.status, json: text === '' ? null : JSON.parse(text) }
}

/** A stream's status is its first event's: a refusal may come within it. */
async function firstEvent(
  door: FrontDoor,
  path: string,
  headers: Record<string, string>,
  init: RequestInit = {},
): Promise<Heard> {
  const leaving = new AbortController()
  const reply = await door.ask(path, { ...init, headers, signal: leaving.signal })
  if (!reply.headers.get('content-type')?.startsWith('text/event-stream')) return jsonOf(reply)
  let text = ''
  const decoder = new TextDecoder()
  const event =
    /^(?:id: .*\n)?event: (timeline|serialized-error|next)\ndata: (.*)\n\n|^(?:data: (.*)\nid: .*|id: .*\ndata: (.*))\n\n/m
  for await (const chunk of reply.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (event.test(text)) break
  }
  leaving.abort()
  const [, name = 'message', ...data] = event.exec(text) ?? []
  return { status: reply.status, json: JSON.parse(data.find((one) => one !== undefined) ?? 'null'), event: name }
}
