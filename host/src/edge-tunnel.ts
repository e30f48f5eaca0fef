import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { requestHeaders } from './edge-headers.ts'
import type { Timers } from './timers.ts'
import type { Upstreams } from './upstreams.ts'

/** Passes an upgraded connection (hot reload's WebSocket) to a ready web instance, byte for byte; closes it when there is none. */
export async function tunnel(
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
  { upstreams, upstreamHost, timers }: { upstreams: Upstreams; upstreamHost: string; timers: Timers },
): Promise<void> {
  client.on('error', () => client.destroy())
  const upstream = await upstreams.pick('web', { except: new Set(), untilMs: timers.now() + 800 })
  if (upstream === undefined) return void client.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
  const origin = { remoteAddress: request.socket.remoteAddress ?? 'unknown', secret: undefined, lab: false }
  const headers = [
    ...requestHeaders(request.rawHeaders, origin),
    'connection',
    'upgrade',
    'upgrade',
    request.headers.upgrade ?? '',
  ]
  const server = connect(upstream.port, upstreamHost, () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`]
    for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`)
    server.write(`${lines.join('\r\n')}\r\n\r\n`)
    server.write(head)
    server.pipe(client).pipe(server)
  })
  server.on('error', () => client.destroy())
  client.on('close', () => server.destroy())
  server.on('close', () => client.destroy())
}
