import { query } from '@switchyard/contracts/contract'
import type { Order } from '@switchyard/contracts/orders'
import { orders } from '@switchyard/contracts/orders'
import { storefront } from '@switchyard/contracts/storefront'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { connect } from './connect.ts'
import { type Handler, type Handlers, implement, type RouterFor, type RoutersFor, routers } from './implement.ts'
import { type echo, echoRouter } from './testing/echo.ts'
import { guestScope } from './testing/network.ts'

// The compiler is the judge here: each line below `@ts-expect-error` must not compile, and the package's typecheck fails if it does.
declare const place: Handler<typeof orders.operations.place>
declare const others: Omit<Handlers<typeof orders>, 'place'>
declare const ordersFor: ReturnType<typeof connect<typeof orders>>
const unrun = (..._: unknown[]) => {}

test('a wrong handler does not compile', () => {
  unrun(() =>
    implement(orders, {
      ...others,
      // @ts-expect-error `shipped` is no status that the contract knows
      place: async () => ({
        orderId: '',
        number: '',
        status: 'shipped',
        total: { amount: 1, currency: 'EUR' },
        accessToken: '',
      }),
    }),
  )
})

test('a missing handler does not compile', () => {
  // @ts-expect-error `place` is missing
  unrun(() => implement(orders, { ...others }))
})

test('a handler of an operation that the contract does not have does not compile', () => {
  // @ts-expect-error `ship` is not in the contract
  unrun(() => implement(orders, { ...others, place, ship: place }))
})

test('an operation without callers does not compile', () => {
  // @ts-expect-error a policy says who may call
  unrun(() => query(z.strictObject({}), z.string(), {}))
  // @ts-expect-error nobody is not a caller
  unrun(() => query(z.strictObject({}), z.string(), { callers: [] }))
})

test('a wrong call does not compile', () => {
  const client = () => ordersFor(guestScope())
  // @ts-expect-error the id is missing
  unrun(() => client().byId.query({}))
  // @ts-expect-error there is no such operation
  unrun(() => client().ship.mutate({}))
  // @ts-expect-error a query is not mutated
  unrun(() => client().byId.mutate({ orderId: '' }))
})

test('a call gives what the contract says', () => {
  type Reply = Awaited<ReturnType<ReturnType<typeof ordersFor>['byId']['query']>>
  expectTypeOf<Reply>().toEqualTypeOf<Order>()
})

test('what implement returns is the router that the contract describes', () => {
  expectTypeOf(echoRouter()).toEqualTypeOf<RouterFor<typeof echo>>()
})

test('routers of several contracts are the router that the browser is given as a type', () => {
  const build = (handlers: { [Group in keyof typeof storefront]: Handlers<(typeof storefront)[Group]> }) =>
    routers({
      products: implement(storefront.products, handlers.products),
      stock: implement(storefront.stock, handlers.stock),
      cart: implement(storefront.cart, handlers.cart),
      account: implement(storefront.account, handlers.account),
      orders: implement(storefront.orders, handlers.orders),
      live: implement(storefront.live, handlers.live),
      webhooks: implement(storefront.webhooks, handlers.webhooks),
      apiKeys: implement(storefront.apiKeys, handlers.apiKeys),
      audit: implement(storefront.audit, handlers.audit),
      sales: implement(storefront.sales, handlers.sales),
      deadLetters: implement(storefront.deadLetters, handlers.deadLetters),
      events: implement(storefront.events, handlers.events),
      lab: implement(storefront.lab, handlers.lab),
    })
  expectTypeOf<ReturnType<typeof build>>().toExtend<RoutersFor<typeof storefront>>()
})
