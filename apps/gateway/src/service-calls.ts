import type { CallContext } from '@switchyard/rpc/envelope'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Services } from './services.ts'

/** One call to a service: when it began, and how long it took until it was answered or failed. */
interface ServiceCall {
  /** `service.operation`. */
  name: string
  atMs: number
  ms: number | null
  failed: boolean
}

declare module '@switchyard/rpc/envelope' {
  interface CallContext {
    /** In the gateway alone: every call to a service that a public request led to. */
    serviceCalls?: ServiceCall[]
  }
}
declare module 'fastify' {
  interface FastifyRequest {
    serviceCalls: ServiceCall[] | null
  }
}

/** The services, with each call written down in the context for which it is made. */
export function noteCalls(services: Services, elapsedMs: () => number): Services {
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
              const ask: Ask = Reflect.get(of, verb)
              if (verb !== 'query' && verb !== 'mutate') return ask
              return (...input: unknown[]) =>
                timed(`${service}.${String(operation)}`, () => ask(...input), { serviceCalls, elapsedMs })
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

type Ask = (...input: unknown[]) => Promise<unknown>

async function timed(
  name: string,
  ask: () => Promise<unknown>,
  { serviceCalls, elapsedMs }: { serviceCalls: ServiceCall[]; elapsedMs: () => number },
): Promise<unknown> {
  const call: ServiceCall = { name, atMs: elapsedMs(), ms: null, failed: false }
  serviceCalls.push(call)
  try {
    return await ask()
  } catch (error) {
    call.failed = true
    throw error
  } finally {
    call.ms = elapsedMs() - call.atMs
  }
}

/**
 * Where the lab is open, each answer tells which calls to services it took: `x-service-calls: inventory.listPrints`, and when
 * each began after the first and how long it took, in milliseconds: `server-timing: inventory.listPrints;start=0;dur=4.1`.
 */
export function tellServiceCalls(app: FastifyInstance): void {
  app.addHook('onSend', async ({ serviceCalls }: FastifyRequest, reply) => {
    if (!serviceCalls) return
    reply.header('x-service-calls', serviceCalls.map(({ name }) => name).join(', '))
    if (serviceCalls.length > 0) reply.header('server-timing', timingOf(serviceCalls))
  })
}

/** What is still under way when the answer goes has no duration. */
function timingOf(calls: readonly ServiceCall[]): string {
  const first = Math.min(...calls.map(({ atMs }) => atMs))
  const inWords = ({ name, atMs, ms, failed }: ServiceCall) =>
    [name, `start=${(atMs - first).toFixed(1)}`, ms === null ? '' : `dur=${ms.toFixed(1)}`, failed ? 'failed=1' : '']
      .filter((part) => part !== '')
      .join(';')
  return calls.map(inWords).join(', ')
}
