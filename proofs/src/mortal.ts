/** The ports of a process as one that may die sees them: each call is an act of its life, and each boundary may be its last. */
import type { Engine } from '@switchyard/messaging/engine'
import type { Handler, Received } from '@switchyard/messaging/inbox'
import type { Messaging } from '@switchyard/messaging/messaging'
import type { Payments } from '@switchyard/orders/payments'
import type { Pool, QueryConfig } from 'pg'
import type { Life } from './life.ts'
import type { Trap } from './trap.ts'

/** What a process dies of, if it must. */
export interface Fate {
  readonly life: Life
  readonly trap: Trap
  /** Called before a handler begins: for what must happen in the world by then. */
  readonly before: (received: Received<unknown>) => Promise<void>
}

/** A pool in which the statement that applies the doomed message is rolled back before death, or committed before it. */
export function mortalPool(pool: Pool, { life, trap }: Fate): Pool {
  const query = (...asked: [QueryConfig | string, unknown[]?]) =>
    life.does(async () => {
      const [statement, given] = asked
      const { name, values = [] } = typeof statement === 'string' ? { name: undefined, values: given } : statement
      // The book-keeping of messages names many of them, and applies none.
      const applied = name?.startsWith('messaging.') ? [] : values
      if (trap.applies(applied, 'after effect')) {
        await rolledBack(pool, asked)
        return life.die()
      }
      const answer = await Reflect.apply(pool.query, pool, asked)
      const acknowledged = name === 'messaging.acknowledge' && Array.isArray(values[0]) ? values[0] : []
      return trap.applies(applied, 'after commit') || trap.acknowledges(acknowledged) ? life.die() : answer
    })
  return new Proxy(pool, {
    get(target, key) {
      if (key === 'query') return query
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The effect took place in the server, and its commit never came. */
async function rolledBack(pool: Pool, asked: [QueryConfig | string, unknown[]?]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await Reflect.apply(client.query, client, asked)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** An engine whose owner may die right after a letter, or an acknowledgement, was put on a queue. */
export const mortalEngine = (engine: Engine, { life, trap }: Fate): Engine => ({
  ...engine,
  send: (queue, letters) =>
    life.does(async () => {
      await engine.send(queue, letters)
      const told = letters.flatMap(({ name, payload }) => (name === 'acknowledgement' ? payload : []))
      const acknowledged = told.map((one) => Object(one).id)
      return trap.publishes(letters) || trap.acknowledges(acknowledged) ? life.die() : undefined
    }),
  states: (queue, ids) => life.does(() => engine.states(queue, ids)),
  depth: (queue) => life.does(() => engine.depth(queue)),
  consume: (queue, options) =>
    engine.consume(queue, { ...options, receive: (arrival) => life.does(() => options.receive(arrival)) }),
})

/** Messaging whose handlers may be the last thing that a process begins. */
export function mortalMessaging(messaging: Messaging, { life, trap, before }: Fate): Messaging {
  const mortal =
    <Payload>(handler: Handler<Payload>): Handler<Payload> =>
    (received) =>
      life.does(async () => {
        await before(received)
        return trap.meets(received) ? life.die() : await handler(received)
      })
  return {
    ...messaging,
    handle: (command, handler, options) => messaging.handle(command, mortal(handler), options),
    subscribe: (subscriber, handlers, options) => {
      const all = Object.entries<Handler<never>>(handlers).map(([name, handler]) => [name, mortal(handler)])
      messaging.subscribe(subscriber, Object.fromEntries(all), options)
    },
  }
}

/** A bank after whose answer the worker that asked may be gone. */
export const mortalPayments = (payments: Payments, { life, trap }: Fate): Payments => ({
  charge: (request, signal) =>
    life.does(async () => {
      const answer = await payments.charge(request, signal)
      return trap.hasMovedMoney(request.orderId) ? life.die() : answer
    }),
  findCharge: (key, signal) => life.does(() => payments.findCharge(key, signal)),
  refund: (request, signal) =>
    life.does(async () => {
      const answer = await payments.refund(request, signal)
      return trap.hasMovedMoney(request.orderId) ? life.die() : answer
    }),
})
