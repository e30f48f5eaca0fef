/**
 * TLS between processes, in which each side proves which service it is, by a certificate of our own authority. Who answers
 * for orders has to be orders, and who asks has to be somebody whom its contract names; nothing is plain beside it.
 *
 *     const tls = await mutualTls({ service: 'orders', env, clock, log })
 *     const inventoryFor = connect(inventory, { …, tls })
 *     const server = await serve({ …, tls })
 *
 * Files that change are read again: see tls-credentials.ts. Off, which is what `undefined` means, all is as without it.
 */
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { buildConnector } from 'undici'
import { type Credentials, followCredentials, type OwnCredentials } from './tls-credentials.ts'
import { readTlsEnv, type TlsEnv } from './tls-env.ts'
import { TransportFault } from './transport-fault.ts'

/** One process's certificate at work. */
export interface MutualTls {
  /** For undici: connections to instances of a service, and to nobody else who may have taken their place. */
  connectTo(service: string): buildConnector.connector
  /** Serves those services alone, and lets nobody else say a word. */
  createServer(options: ServerOptions, listener: RequestListener, from: readonly string[]): Server
}

/** The name that a service's certificate is for; the top level is one that no registry gives away. */
export const tlsNameOf = (service: string): string => `${service}.switchyard.internal`

interface MutualTlsOptions {
  service: string
  env: TlsEnv
  clock: Clock
  log: Pick<Log, 'info' | 'error'>
}

/** Reads what the environment names; undefined when it names nothing. Rejects with every fault at once. */
export async function mutualTls({ service, env, clock, log }: MutualTlsOptions): Promise<MutualTls | undefined> {
  const name = tlsNameOf(service)
  const files = readTlsEnv(env, { name, nowMs: clock.now() })
  if (!files) return undefined
  const credentials = followCredentials({ files, name, clock, log })
  const first = await credentials()
  return {
    connectTo: (to) => connector({ credentials, servername: tlsNameOf(to), clock }),
    createServer(options, listener, from) {
      const server = createSecureServer({ ...options, ...secure(first), ...askingClients }, listener)
      server.prependListener('secureConnection', refuseAllBut(from.map(tlsNameOf)))
      void renew(server, { credentials, first, clock })
      return server
    },
  }
}

/** One listener's server, encrypted or not. */
export const httpServer = (
  tls: MutualTls | undefined,
  { from, ...options }: ServerOptions & { from: readonly string[] },
  listener: RequestListener,
): Server => tls?.createServer(options, listener, from) ?? createServer(options, listener)

const secure = ({ cert, key, ca }: Credentials) => ({ cert, key, ca, minVersion: 'TLSv1.3' as const })
const askingClients = { requestCert: true, rejectUnauthorized: true }

/** How soon a server has seen that its files have changed. */
const renewedWithinMs = 5_000

async function renew(
  server: SecureServer,
  { credentials, first, clock }: { credentials: OwnCredentials; first: Credentials; clock: Clock },
): Promise<void> {
  const closed = new AbortController()
  server.once('close', () => closed.abort())
  for (let used = first; !closed.signal.aborted; ) {
    await clock.sleep(renewedWithinMs, closed.signal)
    const latest = await credentials()
    if (latest !== used) server.setSecureContext(secure(latest))
    used = latest
  }
}

const refuseAllBut = (names: readonly string[]) => (socket: TLSSocket) => {
  const cert = socket.getPeerX509Certificate()
  if (!names.some((name) => cert?.checkHost(name, { subject: 'never' }))) socket.destroy()
}

interface ConnectorOptions {
  credentials: OwnCredentials
  servername: string
  clock: Clock
}

/** To connect, and once more to be believed. */
const timeout = 1_000

/** Each connection is a whole proof: no session is resumed that began under another certificate. */
function connector({ credentials, servername, clock }: ConnectorOptions): buildConnector.connector {
  let used: Credentials | undefined
  let build: buildConnector.connector
  return (options, callback) => {
    const fail = (why: string, cause?: unknown) =>
      callback(new TransportFault('refused', `${options.host} ${why}`, { cause }), null)
    if (options.protocol !== 'https:') return fail('speaks plain HTTP')
    const open = (latest: Credentials) => {
      if (latest !== used) build = buildConnector({ ...secure(latest), timeout, maxCachedSessions: 0, allowH2: false })
      used = latest
      build({ ...options, servername }, (error, socket) => {
        if (error) return fail(`did not prove to be ${servername}`, error)
        const believed = untilBelieved(socket as TLSSocket, clock)
        believed.then(
          () => callback(null, socket),
          (cause) => fail('does not take our certificate', cause),
        )
      })
    }
    credentials().then(open, (cause) => fail('cannot be proved anything', cause))
  }
}

/**
 * In TLS 1.3 a server looks at its client's certificate when the client already takes itself for connected. Its ticket is
 * the first that it says afterwards: waited for, a refusal is known before a call was sent into it, so any call may go elsewhere.
 */
const untilBelieved = (socket: TLSSocket, clock: Clock): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    const inTime = clock.after(timeout, () => socket.destroy())
    // What is written while the ticket is still being read is not sent: hence a turn later.
    socket.once('session', () => setImmediate(resolve))
    socket.once('session', inTime)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('it closed the connection')))
  })
