import { contract, mutation, query } from '@switchyard/contracts/contract'
import { z } from 'zod'
import { Failure } from '../failure.ts'
import { type Handlers, implement } from '../implement.ts'

/** A call has more time than even a starved machine takes: no test is judged by its speed. */
const anyone = { callers: ['anyone'], deadlineMs: 20_000 } as const
const Words = z.strictObject({ words: z.string() })

/** A small service for tests: it shows what it was told, waits, and fails in every way. */
export const echo = contract('orders', {
  from: ['gateway', 'orders'],
  operations: {
    whoAmI: query(
      z.strictObject({}),
      z.object({ id: z.string(), traceparent: z.string(), leftMs: z.number() }),
      anyone,
    ),
    say: query(Words, Words, anyone),
    wait: query(z.strictObject({ ms: z.int() }), z.object({ aborted: z.boolean() }), anyone),
    fail: query(
      z.strictObject({ how: z.enum(['failure', 'bug', 'bad answer', 'unavailable']) }),
      z.object({ ok: z.literal(true) }),
      anyone,
    ),
    save: mutation(Words, Words, { ...anyone, idempotency: 'key' }),
    saveOnce: mutation(Words, Words, { ...anyone, idempotency: 'never' }),
  },
})

/** The echo service's router; handlers that a test gives replace the usual ones. */
export const echoRouter = (handlers: Partial<Handlers<typeof echo>> = {}) => implement(echo, { ...usual, ...handlers })

const usual: Handlers<typeof echo> = {
  whoAmI: async ({ ctx: { envelope } }) => ({
    id: envelope.principal.id,
    traceparent: envelope.traceparent,
    leftMs: envelope.deadlineAtMs - Date.now(),
  }),
  say: async ({ input }) => input,
  wait: ({ input, ctx }) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ aborted: false }), input.ms)
      ctx.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve({ aborted: true })
      })
    }),
  fail: async ({ input: { how } }) => {
    if (how === 'unavailable') throw new Failure('unavailable', { retryAfterMs: 500 })
    if (how === 'bad answer') return JSON.parse('{"ok":false,"secret":"hunter2"}')
    if (how === 'bug') throw new Error('password=hunter2 at SELECT * FROM orders')
    throw new Failure('unknown_sku', {
      detail: 'There is no such print.',
      issues: [{ path: 'sku', message: 'is unknown' }],
    })
  },
  save: async ({ input }) => input,
  saveOnce: async ({ input }) => input,
}
