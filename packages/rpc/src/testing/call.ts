import type { Call } from '../link.ts'

/** A call for tests of a wrapper alone: a query of 1 s from a guest. */
export const callOf = (over: Partial<Call> & { idempotencyKey?: string } = {}, nowMs = 0): Call => {
  const { idempotencyKey, ...rest } = over
  return {
    service: 'orders',
    name: 'byId',
    kind: 'query',
    policy: { callers: ['anyone'] },
    input: {},
    envelope: {
      callId: 'call-1',
      principal: { kind: 'guest', id: 'guest-1' },
      deadlineAtMs: nowMs + 1_000,
      traceparent: '',
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    },
    signal: new AbortController().signal,
    beganAtMs: nowMs,
    tried: new Set(),
    ...rest,
  }
}
