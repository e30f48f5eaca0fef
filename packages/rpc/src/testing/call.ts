import type { Envelope } from '../envelope.ts'
import type { Call } from '../link.ts'

/** A call for tests of a wrapper alone: a query of 1 s from a guest. */
export const callOf = (
  over: Partial<Call> & { idempotencyKey?: string; pins?: Envelope['pins'] } = {},
  nowMs = 0,
): Call => {
  const { idempotencyKey, pins, ...rest } = over
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
      ...(pins === undefined ? {} : { pins }),
    },
    signal: new AbortController().signal,
    beganAtMs: nowMs,
    tried: new Set(),
    ...rest,
  }
}
