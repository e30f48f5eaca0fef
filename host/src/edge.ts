import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerClientError } from '@switchyard/rpc/client-error'
import type { MutualTls } from '@switchyard/rpc/mutual-tls'
import { answerProblem, secureHeaders } from './edge-answers.ts'
import { forward } from './edge-forward.ts'
import { tunnel } from './edge-tunnel.ts'
import type { Timers } from './timers.ts'
import { type UpstreamKind, Upstreams, type UpstreamTable } from './upstreams.ts'

/**
 * The local ingress: stands where a load balancer stands in production. It owns `WEB_PORT` (the shop, and the gateway's
 * paths on the same origin) and `GATEWAY_PORT` (the gateway's paths alone); whatever is behind it takes any free port
 * and may come and go.
 *
 *     const edge = createEdge({ secret, lab: true, bindHost: '127.0.0.1', upstreamHost: '127.0.0.1', tunnels: false, timers })
 *     await edge.listen({ web: 3000, gateway: 4000 })
 *     edge.update({ web: [{ id: 'web-1', port: 20311 }], gateway: [{ id: 'gateway-1', port: 20812 }] })
 */
export function createEdge(options: EdgeOptions): Edge {
  const { secret, lab, bindHost, upstreamHost, tunnels, timers, tls, arriveMsMax = 8_000 } = options
  const upstreams = new Upstreams({ host: upstreamHost, timers, tls, ...(tunnels ? { answerMsMax: buildMsMax } : {}) })
  const serve = (kindOf: (path: string) => UpstreamKind | undefined): Server => {
    const server = createServer(limitsOf(arriveMsMax), (request: IncomingMessage, response: ServerResponse) => {
      const kind = kindOf(request.url ?? '')
      response.once('close', () => {
        if (!server.listening) setImmediate(() => server.closeIdleConnections())
      })
      if (kind === undefined) return answerProblem(request, response, { code: 'not_found' })
      forward(request, response, { kind, upstreams, secret, lab, timers }).catch(() => response.destroy())
    })
    server.maxConnections = connectionsMax
    server.on('clientError', (error, socket) =>
      answerClientError(error, socket, { headers: secureHeaders, requestId: randomUUID() }),
    )
    if (tunnels)
      server.on('upgrade', (request, socket, head) =>
        tunnel(request, socket, head, { upstreams, upstreamHost, timers }),
      )
    return server
  }
  const servers = { web: serve(kindOnWebPort), gateway: serve(kindOnGatewayPort) }
  return {
    listen: async (ports) => {
      await listen(servers.web, ports.web, bindHost)
      await listen(servers.gateway, ports.gateway, bindHost)
    },
    update: (table) => upstreams.update(table),
    close: async (graceMs) => {
      await Promise.all([close(servers.web, graceMs, timers), close(servers.gateway, graceMs, timers)])
      await upstreams.destroy()
    },
  }
}

/** A running ingress. */
export interface Edge {
  /** Rejects with the system's error, such as EADDRINUSE. */
  listen(ports: Readonly<Record<UpstreamKind, number>>): Promise<void>
  /** Who is ready from now on. */
  update(table: UpstreamTable): void
  /** Takes no more, lets requests finish for `graceMs`, then cuts. */
  close(graceMs: number): Promise<void>
}

/** What an ingress is made of. */
export interface EdgeOptions {
  /** Proves to the gateway that a request came through here. */
  readonly secret: string
  /** Whether the lab is open, and its terms pass to the gateway. */
  readonly lab: boolean
  readonly bindHost: string
  /** Where web and gateway instances listen. */
  readonly upstreamHost: string
  /** Whether WebSockets pass, and first answers may take minutes: for hot reload alone. */
  readonly tunnels: boolean
  readonly timers: Timers
  /** Speaks to gateways encrypted, and to nobody else who took their place. */
  readonly tls?: MutualTls | undefined
  /** How long a request may take to arrive, in milliseconds; then its connection is cut. Default 8,000. */
  readonly arriveMsMax?: number
}

const gatewayPaths = ['/trpc', '/api', '/graphql', '/webhooks']

/** Where a path on `WEB_PORT` goes. */
export function kindOnWebPort(path: string): UpstreamKind {
  return gatewayPaths.some((prefix) => isUnder(path, prefix)) ? 'gateway' : 'web'
}

/** Where a path on `GATEWAY_PORT` goes; undefined: nowhere. */
export function kindOnGatewayPort(path: string): UpstreamKind | undefined {
  return [...gatewayPaths, '/livez', '/readyz'].some((prefix) => isUnder(path, prefix)) ? 'gateway' : undefined
}

function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && [undefined, '/', '?'].includes(path[prefix.length])
}

const connectionsMax = 4_096

/** Hot reload builds a page when it is first asked for; that is waited for. */
const buildMsMax = 300_000

/** A client that sends slowly is cut off; Node's own limits are minutes. */
const limitsOf = (arriveMsMax: number) => ({
  // 1 KB below what Node's servers read, which is room for the headers that we add.
  maxHeaderSize: 15 * 1024,
  headersTimeout: arriveMsMax,
  requestTimeout: arriveMsMax,
  connectionsCheckingInterval: Math.min(1_000, arriveMsMax / 4),
  keepAliveTimeout: 15_000,
})

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: 1_024 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server, graceMs: number, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(graceMs, () => server.closeAllConnections())
    server.close(() => {
      cancel()
      resolve()
    })
    server.closeIdleConnections()
  })
}
