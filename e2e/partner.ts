import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { Stock } from '@switchyard/contracts/inventory'
import { Order, type OrderStatus, PlacedOrder, type PlaceOrder } from '@switchyard/contracts/orders'
import { ProductList, ProductPage } from '@switchyard/contracts/pages'
import { type OrderEvents, openOrderEvents } from './order-events.ts'
import { type Answer, ask, expectStatus, type Question } from './rest.ts'
import type { RunningShop } from './stack.ts'

/** What a test wants to buy; everything that it does not care about is filled in. */
export interface Wish {
  sku: string
  quantity?: number
  card?: 'tok_ok' | 'tok_declined' | 'tok_slow' | 'tok_timeout' | 'tok_flaky' | 'tok_down'
  email?: string
}

/** A gallery that sells our prints through the REST API, with the seeded key. */
export type Partner = ReturnType<typeof openPartner>

/** Opens the partner's desk; `undo` cancels or returns whatever it ordered, so that prints and money are where they were. */
export function openPartner({ gateway, apiKey }: RunningShop) {
  const placed: PlacedOrder[] = []
  const key = { authorization: `Bearer ${apiKey}` }
  const askApi = (path: string, question: Question = {}) =>
    ask(`${gateway}/api/v2${path}`, { ...question, headers: { ...key, ...question.headers } })
  const post = (path: string, question: Question & { key?: string } = {}) =>
    askApi(path, {
      ...question,
      method: 'POST',
      headers: { 'idempotency-key': question.key ?? randomUUID(), ...question.headers },
    })
  const remember = (answer: Answer) => {
    const order = PlacedOrder.safeParse(answer.body)
    if (answer.status === 202 && order.success) placed.push(order.data)
    return answer
  }
  const readOrder = (orderId: string) => askApi(`/orders/${orderId}`)
  const order = async (orderId: string) => Order.parse((await expectStatus(readOrder(orderId), 200)).body)

  return {
    /** Any question below `/api/v2`, with the key. */
    ask: askApi,
    /** Sends an order as it stands, right or wrong. */
    sendOrder: async (question: Question & { key?: string }) => remember(await post('/orders', question)),
    /** Places an order that the shop takes. */
    placeOrder: async (wish: Wish, key?: string): Promise<PlacedOrder> => {
      const sent = post('/orders', { json: orderFor(wish), ...(key ? { key } : {}) })
      return PlacedOrder.parse(remember(await expectStatus(sent, 202)).body)
    },
    order,
    cancel: (orderId: string, key?: string) => post(`/orders/${orderId}/cancel`, key ? { key } : {}),
    return: (orderId: string, key?: string) => post(`/orders/${orderId}/return`, key ? { key } : {}),
    /** Plays packing table and carrier in the lab: the parcel leaves, or arrives. */
    movesParcel: async (orderId: string, to: 'shipped' | 'delivered') => {
      const move = { method: 'POST', json: { orderId, to }, headers: key } as const
      await expectStatus(ask(`${gateway}/trpc/v2/lab.moveParcel`, move), 200)
    },
    /** Waits until an order stands there, and returns it; who is told to come back later does so. */
    waitsFor: async (orderId: string, status: OrderStatus, { timeout = 20_000 } = {}): Promise<Order> => {
      let latest: Order | undefined
      const now = async () => {
        const answer = await readOrder(orderId)
        if (answer.status === 503) return answer.text
        latest = Order.parse((await expectStatus(answer, 200)).body)
        return latest.status
      }
      await expect.poll(now, { timeout, intervals: [100, 200, 400] }).toBe(status)
      return latest ?? order(orderId)
    },
    /** Follows an order as the API streams it. */
    follow: (orderId: string, lastEventId?: number): Promise<OrderEvents> =>
      openOrderEvents(`${gateway}/api/v2/orders/${orderId}/events`, { headers: key, lastEventId }),
    stockOf: async (sku: string): Promise<Stock> =>
      Stock.parse((await expectStatus(askApi(`/stock/${sku}`), 200)).body),
    print: async (slug: string): Promise<ProductPage> =>
      ProductPage.parse((await expectStatus(askApi(`/products/${slug}`), 200)).body),
    prints: async (query = '') => ProductList.parse((await expectStatus(askApi(`/products${query}`), 200)).body),
    undo: async () => {
      const takeBack = async ({ orderId }: PlacedOrder) => {
        const { status } = await post(`/orders/${orderId}/cancel`)
        if (status === 409) await post(`/orders/${orderId}/return`)
      }
      await Promise.all(placed.splice(0).map(takeBack))
    },
  }
}

/** An order as the API takes it. */
export function orderFor({ sku, quantity = 1, card = 'tok_ok', email = 'partner@gallery.test' }: Wish): PlaceOrder {
  return {
    lines: [{ sku, quantity }],
    contact: { name: 'Corner Gallery', email },
    address: { line1: 'Langstrasse 12', city: 'Zürich', postalCode: '8004', country: 'CH' },
    payment: { token: card },
  }
}
