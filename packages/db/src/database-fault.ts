/**
 * What an error of a database means for whoever asked: `away` passes by itself (no connection, shutting down, out of
 * time), `unstorable_text` is the asker's (a NUL character, which PostgreSQL keeps in no text), anything else is a bug.
 */
export function databaseFaultOf(error: unknown): 'away' | 'unstorable_text' | undefined {
  for (let cause = error, depth = 0; cause instanceof Object && depth < 5; depth += 1) {
    const codes = [field(cause, 'code'), field(cause, 'originalCode')].filter((code) => code !== undefined)
    if (codes.some((code) => unstorable.has(code))) return 'unstorable_text'
    if (codes.some((code) => away.test(code)) || awayMessage.test(field(cause, 'message') ?? '')) return 'away'
    cause = (cause as { cause?: unknown }).cause
  }
  return undefined
}

function field(of: object, name: string): string | undefined {
  const value: unknown = Reflect.get(of, name)
  return typeof value === 'string' ? value : undefined
}

// invalid byte sequence, untranslatable character
const unstorable = new Set(['22021', '22P05'])

// SQLSTATE classes 08 (connection) and 57P (shut down), 53300 (too many connections), 57014 (statement timeout), 25006
// (read-only replica), Prisma's own P1xxx and P2024, and what sockets say.
const away =
  /^(08...|57P..|53[23]00|57014|25006|P100[128]|P1017|P2024|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/

// node-postgres gives these no code.
const awayMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/
