import pg from 'pg'

/** Where a statement runs: what the server gave its connection to be cancelled by. */
interface Running {
  readonly host: string
  readonly port: number
  readonly connection: { readonly ssl?: pg.ClientConfig['ssl'] }
  readonly processID: number
  readonly secretKey: number
}

const cancelMsMax = 1_000

/**
 * Asks the server, on a connection of its own, to end whatever this connection runs when the request arrives. Best
 * effort, and over within a second; whoever calls it may not hand the connection to anybody else afterwards.
 */
export function cancelStatement({ host, port, connection: { ssl }, processID, secretKey }: Running): void {
  const aside = new pg.Connection(ssl ? { ssl } : {}) as unknown as CancelConnection
  const limit = setTimeout(() => aside.stream.destroy(), cancelMsMax)
  aside.once('end', () => clearTimeout(limit))
  aside.on('error', () => {})
  aside.once('connect', () => (ssl ? aside.requestSsl() : aside.cancel(processID, secretKey)))
  aside.once('sslconnect', () => aside.cancel(processID, secretKey))
  if (host.startsWith('/')) aside.connect(`${host}/.s.PGSQL.${port}`)
  else aside.connect(port, host)
}

/** What node-postgres's own `cancel` uses. */
interface CancelConnection extends pg.Connection {
  connect(portOrPath: number | string, host?: string): void
  requestSsl(): void
  cancel(processID: number, secretKey: number): void
}
