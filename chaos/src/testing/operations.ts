import type { Operation } from '../operation.ts'

/** An operation that went well in 10 ms, but for what a test says. */
export function operation(differs: Partial<Operation> & { dueMs: number }): Operation {
  return {
    id: 0,
    kind: 'browse',
    sentMs: differs.dueMs,
    endMs: differs.dueMs + 10,
    first: 'ok',
    final: 'ok',
    tries: 1,
    degraded: false,
    error: null,
    ...differs,
  }
}
