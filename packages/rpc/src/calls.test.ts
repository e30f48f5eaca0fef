import { contract, mutation, query } from '@switchyard/contracts/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { CallContext } from './envelope.ts'
import { Failure } from './failure.ts'
import { type Handlers, implement } from './implement.ts'
import { guestScope, testNetwork } from './testing.ts'

const anyone = { callers: ['anyone'] } as const
const Words = z.strictObject({ words: z.string() })

/** A small service that shows what it was told. */
const echo = contract('orders', {
  from: ['gateway'],
  operations: {
    whoAmI: query(
      z.strictObject({}),
      z.object({ id: z.string(), traceparent: z.string(), leftMs: z.number() }),
      anyone,
    ),
    say: query(Words, Words, anyone),
    wait: query(z.strictObject({ ms: z.int() }), z.object({ aborted: z.boolean() }), anyone),
    fail: query(z.strictObject({ how: z.enum(['failure', 'bug']) }), z.object({}), anyone),
    save: mutation(Words, Words, { ...anyone, idempotency: 'key' }),
    saveOnce: mutation(Words, Words, { ...anyone, idempotency: 'never' }),
  },
})

function echoHandlers(overrides: Partial<Handlers<typeof echo>> = {}): Handlers<typeof echo> {
  const { whoAmI, say, wait, fail, save, saveOnce } = {
    whoAmI: async ({ ctx: { envelope } }: { ctx: CallContext }) => ({
      id: envelope.principal.id,
      traceparent: envelope.traceparent,
      leftMs: envelope.deadlineAtMs - Date.now(),
    }),
    say: async ({ input }: { input: { words: string } }) => input,
    wait: ({ input, ctx }: { input: { ms: number }; ctx: CallContext }) =>
      new Promise<{ aborted: boolean }>((resolve) => {
        const timer = setTimeout(() => resolve({ aborted: false }), input.ms)
        ctx.signal.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve({ aborted: true })
        })
      }),
    fail: async ({ input }: { input: { how: string } }) => {
      throw input.how === 'failure'
        ? new Failure('unknown_sku', {
            detail: 'There is no such print.',
            issues: [{ path: 'sku', message: 'is unknown' }],
          })
        : new Error('password=hunter2 at SELECT * FROM orders')
    },
    save: async ({ input }: { input: { words: string } }) => input,
    saveOnce: async ({ input }: { input: { words: string } }) => input,
  }
  return { whoAmI, say, wait, fail, save, saveOnce, ...overrides }
}

test('a call crosses and comes back', async () => {
  await using network = await testNetwork()
  await network.serve(echo, implement(echo, echoHandlers()))
  const echoFor = await network.connect(echo, { as: 'gateway' })
  expect(await echoFor(guestScope()).say.query({ words: 'hello' })).toEqual({ words: 'hello' })
})

test('a failure of the contract crosses with its details', async () => {
  await using network = await testNetwork()
  await network.serve(echo, implement(echo, echoHandlers()))
  const echoFor = await network.connect(echo, { as: 'gateway' })
  await expect(echoFor(guestScope()).fail.query({ how: 'failure' })).rejects.toMatchObject({
    name: 'Failure',
    code: 'unknown_sku',
    details: { detail: 'There is no such print.', issues: [{ path: 'sku', message: 'is unknown' }] },
  })
})
