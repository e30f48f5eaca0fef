/**
 * What an error of a database means for whoever asked: `away` passes by itself (no connection, shutting down, out of
 * time), `unstorable_text` is the asker's (a NUL character or half of a surrogate pair, which PostgreSQL does not keep), anything
 * else is a bug.
 * Understands node-postgres and Prisma over it, which keeps the database's own error in `meta`.
 */
export function databaseFaultOf(error: unknown): 'away' | 'unstorable_text' | undefined {
  for (let layer = error, depth = 0; layer instanceof Object && depth < layersMax; depth += 1) {
    const [code = '', message = ''] = [text(layer, 'code'), text(layer, 'message')]
    if (unstorable.has(code) || (code === '22P02' && unstorableJson.test(message))) return 'unstorable_text'
    if (away.test(code) || awayMessage.test(message) || (code === 'P2028' && outOfTime.test(message))) return 'away'
    layer = property(layer, 'cause') ?? property(property(layer, 'meta'), 'driverAdapterError')
  }
  return undefined
}

const layersMax = 5

// invalid byte sequence, untranslatable character
const unstorable = new Set(['22021', '22P05'])
// Of JSON that we have written ourselves only an escaped half of a pair can be wrong.
const unstorableJson = /^invalid input syntax for type jsonb?\b/

// SQLSTATE classes 08 (connection), 57P (shut down) and 53 (no disk, memory or connection left), 58030 (the disk fails), 57014
// (statement timeout), 25006 (a replica); Prisma's P1xxx, P2024 and P2037, its word for 53300; then what sockets say.
const away =
  /^(08...|57P..|53[123]00|58030|57014|25006|P100[128]|P1017|P20(24|37)|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/

// node-postgres gives these no code.
const awayMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/

// Prisma's word for a transaction that took too long, and was rolled back, and for one that never began.
const outOfTime = /expired transaction|Unable to start a transaction in the given time/

const property = (of: unknown, name: string): unknown => (of instanceof Object ? Reflect.get(of, name) : undefined)

function text(of: object, name: string): string | undefined {
  const value = property(of, name)
  return typeof value === 'string' ? value : undefined
}
