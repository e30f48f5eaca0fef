import type { OfferedOperation } from '@switchyard/contracts/lab-trust'
import type { PlaceOrder } from '@switchyard/contracts/orders'
import type { PromisedRow, Role } from './promised'

/** A call that was made for one cell, and what it met: `yes`, or the status of the refusal. */
export interface Trial {
  row: PromisedRow
  role: Role
  /** The HTTP status, as it came. */
  status: number
  met: string
  /** ISO time, by this browser's clock. */
  at: number
}

/** An order of the page's own making, and the link that opens it to whoever holds it. */
export interface TrialOrder {
  orderId: string
  accessToken: string
}

/** The orders that the rows are asked about: one of this visitor and one of somebody without their cookie. */
export interface TrialOrders {
  own: TrialOrder
  another: TrialOrder
}

/** What a status means in the table. Who is let in may then hear that the input is wrong, or that it is too late for it. */
export const metBy = (status: number): string =>
  status < 300 || status === 400 || status === 409 ? 'yes' : String(status)

/** Whether a row can only be asked about an order that is there. */
export const needsOrder = ({ operation }: Pick<PromisedRow, 'operation'>): boolean => operation in aboutOrders

/**
 * What a row is asked with. About orders: a real one. Everything else: a field that no operation knows. Who may not ask is
 * refused before anybody reads the input; who may is let in as far as the input, and nothing is done.
 */
export function inputFor({ operation, whose }: PromisedRow, orders: TrialOrders | undefined): object {
  const make = aboutOrders[operation]
  if (!make) return { 'a field that nobody knows': true }
  if (!orders) throw new Error('the page has no order to ask about')
  const { orderId, accessToken } = whose === 'own' ? orders.own : orders.another
  return make({ orderId, ...(whose === 'link' ? { accessToken } : {}) })
}

const itself = (order: object) => order
const aboutOrders: Readonly<Record<string, (order: object) => object>> = {
  'orders.byId': itself,
  'orders.cancel': itself,
  'orders.return': itself,
  'orders.timeline': itself,
  'live.follow': (order) => ({ orders: [order] }),
  'lab.orderPath': itself,
  'lab.moveParcel': (order) => ({ ...order, to: 'shipped' }),
  'lab.copyMessages': (order) => ({ ...order, copies: 1 }),
}

/** Asks the gateway as any client would, over tRPC. Answers the status that the caller sees. */
export async function askAs(
  { name, kind }: Pick<OfferedOperation, 'name' | 'kind'>,
  { input, headers }: { input: object; headers: Readonly<Record<string, string>> },
): Promise<Response> {
  const path = `/trpc/v2/${name}`
  const changing = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
  if (kind === 'mutation')
    return await fetch(path, {
      ...{ method: 'POST', body: JSON.stringify(input), cache: 'no-store' },
      headers: { ...changing, 'x-trpc-source': 'web', ...headers },
    })
  const accept = kind === 'subscription' ? { accept: 'text/event-stream' } : {}
  const address = `${path}?input=${encodeURIComponent(JSON.stringify(input))}`
  return await fetch(address, { headers: { ...accept, ...headers }, cache: 'no-store' })
}

/** A stream's status is its first event's, for a refusal may come within it; then the stream is left. */
export async function statusOf(reply: Response): Promise<number> {
  const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream')
  if (!isStream || !reply.body) {
    await reply.arrayBuffer()
    return reply.status
  }
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!/^(id: |event: serialized-error)[\s\S]*\n\n/m.test(text)) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
  }
  await reader.cancel()
  const refusal = /event: serialized-error\ndata: (.*)/.exec(text)?.[1]
  return refusal ? Number(JSON.parse(refusal).data.httpStatus) : reply.status
}

/** Orders a print with a card that the bank declines, so that nothing is sold: as this visitor, or as somebody without a cookie. */
export async function placeTrialOrder(as: 'you' | 'somebody'): Promise<TrialOrder> {
  const reply = await fetch('/api/v2/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(order),
    credentials: as === 'you' ? 'same-origin' : 'omit',
  })
  if (!reply.ok) throw new Error(`the order was answered with ${reply.status}`)
  const { orderId, accessToken } = (await reply.json()) as TrialOrder
  return { orderId, accessToken }
}

const order: PlaceOrder = {
  lines: [{ sku: 'selvedge-no-11-a3', quantity: 1 }],
  contact: { name: 'A visitor of the lab', email: 'visitor@halftone.test' },
  address: { line1: '1 Laboratory Road', city: 'Vienna', postalCode: '1070', country: 'EU' },
  payment: { token: 'tok_declined' },
}
