import type { QueryConfig } from 'pg'

/** The client waits a little longer than the server works, so that it is the server who ends a statement. */
export const clientGraceMs = 500

/**
 * A statement that may run for `ms`, longer than the others of its pool. Its transaction has to allow it as well:
 * `SET LOCAL statement_timeout`. (node-postgres knows the option; its types do not.)
 */
export const longStatement = (ms: number, text: string, values: unknown[] = []): QueryConfig => {
  const statement = { text, values, query_timeout: ms + clientGraceMs }
  return statement
}
