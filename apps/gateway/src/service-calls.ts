import type { CallContext } from '@switchyard/rpc/envelope'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Services } from './services.ts'

declare module '@switchyard/rpc/envelope' {
  interface CallContext {
    /** In the gateway alone: every call to a service that a public request led to, as `service.operation`. */
    serviceCalls?: string[]
  }
}
declare module 'fastify' {
  interface FastifyRequest {
    serviceCalls: string[] | null
  }
}

/** The services, with each call written down in the context for which it is made. */
export function noteCalls(services: Services): Services {
  const noted = <Client extends Record<string, object>>(service: string, connect: (ctx: CallContext) => Client) => {
    return (ctx: CallContext): Client => {
      const client = connect(ctx)
      const { serviceCalls } = ctx
      if (!serviceCalls) return client
      return new Proxy(client, {
        get(target, operation) {
          const procedure: object = Reflect.get(target, operation)
          return new Proxy(procedure, {
            get(of, verb) {
              if (verb === 'query' || verb === 'mutate') serviceCalls.push(`${service}.${String(operation)}`)
              return Reflect.get(of, verb)
            },
          })
        },
      })
    }
  }
  return {
    inventory: noted('inventory', services.inventory as never) as Services['inventory'],
    orders: noted('orders', services.orders as never) as Services['orders'],
  }
}

/** Where the lab is open, each answer tells which calls to services it took: `x-service-calls: inventory.listPrints`. */
export function tellServiceCalls(app: FastifyInstance): void {
  app.addHook('onSend', async ({ serviceCalls }: FastifyRequest, reply) => {
    if (serviceCalls) reply.header('x-service-calls', serviceCalls.join(', '))
  })
}
