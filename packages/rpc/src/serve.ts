/**
 * Listens for the calls of one contract, registers, and leaves without losing any.
 *
 *     const server = await serve({ contract: orders, router, identity, registry, env, log, clock, ready })
 *     stopOnSignal({ log })(server.drain)
 *     reportReady(server)
 *
 * It speaks tRPC's HTTP protocol but answers from node:http itself: tRPC's own adapters cost four times the CPU of this.
 */
import type { Server, ServerResponse } from 'node:http'
import type { Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { AnyTRPCRouter } from '@trpc/server'
import { type Around, nothingAround } from './around.ts'
import { headerBytesMax } from './call-headers.ts'
import type { Entry, Registry } from './discovery.ts'
import { drainServer } from './drain.ts'
import { type Health, health, type Readiness } from './health.ts'
import { keepAlive } from './keep-alive.ts'
import { httpServer, type MutualTls } from './mutual-tls.ts'
import { rehearse } from './rehearse.ts'
import { answerCalls, answerPing, cancelCalls, type Route } from './rpc-route.ts'
import { RunningCalls } from './running-calls.ts'
import type { Identity } from './tokens.ts'

/** What an instance is made of. */
interface ServeOptions {
  contract: Contract
  router: AnyTRPCRouter
  identity: Identity
  registry: Registry
  env: {
    INSTANCE_ID: string
    SERVICE_VERSION: string
    BIND_HOST: string
    ADVERTISE_HOST: string
    PORT: number
    ZONE?: string
    WEIGHT?: number
  }
  log: Log
  clock: Clock
  /** What this instance needs to be of use, e.g. its database; asked by `/readyz`. */
  ready: () => Promise<Readiness>
  /** What stands around every request and call; nothing unless a lab says so. */
  around?: Around | undefined
  /** Queries that it asks itself before it registers; see rehearse.ts. */
  rehearsal?: Readonly<Record<string, unknown>> | undefined
  /** Takes encrypted calls alone, from those whom the contract names. */
  tls?: MutualTls | undefined
}

/** An instance that listens. */
export interface RpcServer {
  port: number
  /** Unready, deregister, finish, close; ends within 9.5 s whatever happens. */
  drain(): Promise<void>
  /** Closes every connection now, as a crash would. */
  destroy(): Promise<void>
}

/** Resolves once the instance listens and its first registration was tried. Rejects when the port is taken. */
export async function serve(options: ServeOptions): Promise<RpcServer> {
  const { contract, registry, env, log, clock, around = nothingAround, rehearsal, tls } = options
  const calls = new RunningCalls(options)
  const state = health(options)
  const answers = new Set<ServerResponse>()
  const server = httpServer(tls, { ...limits, from: contract.from }, (request, response) => {
    answers.add(response)
    response.once('close', () => answers.delete(response))
    around
      .request(request, () => route({ request, response, calls }, state))
      .catch((error) => {
        log.error({ err: error }, 'a request broke')
        response.destroy()
      })
  })
  const port = await listen(server, env)
  if (rehearsal) await rehearse({ ...options, rehearsal })
  const lease = await registry.register(entryOf(options, port))
  log.info({ port, service: contract.service }, 'serving')
  let drained: Promise<void> | undefined
  return {
    port,
    drain: () => {
      state.leave()
      drained ??= drainServer({ server, answers, lease, calls, clock, log })
      return drained
    },
    destroy: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        lease.forget()
      }),
  }
}

async function route(at: Route, { isUp, livez, readyz }: Health): Promise<void> {
  const path = at.request.url?.split('?', 1)[0] ?? '/'
  if (path === '/rpc/-/cancel') return await cancelCalls(at)
  if (path === '/rpc/-/ping') return await answerPing(at, isUp)
  if (path.startsWith('/rpc/')) return await answerCalls(at)
  if (path === '/livez') return livez(at.response)
  if (path === '/readyz') return await readyz(at.response)
  at.response.writeHead(404).end()
}

const entryOf = ({ contract, env, clock, tls }: ServeOptions, port: number): Entry => ({
  service: contract.service,
  instanceId: env.INSTANCE_ID,
  address: `${tls ? 'https://' : ''}${env.ADVERTISE_HOST}:${port}`,
  version: env.SERVICE_VERSION,
  zone: env.ZONE ?? 'local',
  weight: env.WEIGHT ?? 1,
  startedAtMs: clock.now(),
})

const limits = {
  maxHeaderSize: headerBytesMax,
  ...keepAlive.server(),
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  noDelay: true,
}

const listen = (server: Server, { PORT, BIND_HOST }: { PORT: number; BIND_HOST: string }) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(PORT, BIND_HOST, () => {
      const address = server.address()
      if (typeof address === 'object' && address) resolve(address.port)
    })
  })
