import { randomUUID } from 'node:crypto'
import type { AnyOperation } from '@switchyard/contracts/contract'
import { storefront } from '@switchyard/contracts/storefront'
import type { FrontDoor } from '../front-door.ts'

/** One way to ask the gateway for an operation. Answers the status that a client would see. */
export interface Protocol {
  readonly name: 'tRPC' | 'REST' | 'events'
  readonly serves: (operation: AnyOperation) => boolean
  ask(door: FrontDoor, asked: PublicCall): Promise<number>
}

interface PublicCall {
  readonly operation: string
  readonly input: object
  readonly headers: Readonly<Record<string, string>>
}

/** Finds an operation of the public contract by `group.name`. */
export function publicOperation(name: string): AnyOperation {
  const [group = '', operation = ''] = name.split('.')
  const groups: Record<string, { operations: Record<string, AnyOperation> }> = storefront
  const found = groups[group]?.operations[operation]
  if (!found) throw new Error(`there is no operation ${name}`)
  return found
}

const changing = () => ({ 'content-type': 'application/json', 'idempotency-key': randomUUID() })

const trpc: Protocol = {
  name: 'tRPC',
  serves: () => true,
  async ask(door, { operation, input, headers }) {
    const { kind } = publicOperation(operation)
    const path = `/trpc/v2/${operation}`
    if (kind === 'mutation') {
      const sent = { method: 'POST', body: JSON.stringify(input), headers: { ...changing(), ...headers } }
      return statusOf(await door.ask(path, sent))
    }
    const query = `${path}?input=${encodeURIComponent(JSON.stringify(input))}`
    if (kind === 'query') return statusOf(await door.ask(query, { headers }))
    return await statusOfStream(door, query, { accept: 'text/event-stream', ...headers })
  },
}

const rest: Protocol = {
  name: 'REST',
  serves: ({ kind, policy }) => policy.rest !== undefined && kind !== 'subscription',
  async ask(door, { operation, input, headers }) {
    const { rest: route } = publicOperation(operation).policy
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
      return statusOf(await door.ask(`/api/v2${path}?${query}`, { method: route.method, headers: asking }))
    }
    const sent = { method: route.method, body: JSON.stringify(fields), headers: { ...changing(), ...asking } }
    return statusOf(await door.ask(`/api/v2${path}`, sent))
  },
}

/** The one stream that REST has. */
const events: Protocol = {
  name: 'events',
  serves: ({ kind, policy }) => policy.rest !== undefined && kind === 'subscription',
  ask(door, { input, headers }) {
    const { orderId, accessToken } = input as { orderId: string; accessToken?: string }
    const asking = { ...(accessToken ? { 'x-order-token': accessToken } : {}), ...headers }
    return statusOfStream(door, `/api/v2/orders/${orderId}/events`, asking)
  },
}

/** Every protocol that the gateway speaks. */
export const protocols: readonly Protocol[] = [trpc, rest, events]

async function statusOf(reply: Response): Promise<number> {
  await reply.body?.cancel()
  return reply.status
}

/** A stream's status is its first event's: a refusal may come within it. */
async function statusOfStream(door: FrontDoor, path: string, headers: Record<string, string>): Promise<number> {
  const leaving = new AbortController()
  const reply = await door.ask(path, { headers, signal: leaving.signal })
  if (reply.status !== 200) return statusOf(reply)
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of reply.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (/^(id: |event: serialized-error)/m.test(text) && text.endsWith('\n\n')) break
  }
  leaving.abort()
  const refusal = /event: serialized-error\ndata: (.*)/.exec(text)?.[1]
  return refusal ? Number(JSON.parse(refusal).data.httpStatus) : 200
}
