import { contract, mutation, type Policy, query, subscription } from '@switchyard/contracts/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { CallContext, Principal } from './envelope.ts'
import { failureOf, shapeError } from './error-shape.ts'
import { implement } from './implement.ts'

const contextOf = (kind: Principal['kind'], idempotencyKey?: string): CallContext => ({
  envelope: {
    callId: 'call-1',
    principal: { kind, id: 'id-1' },
    deadlineAtMs: 0,
    traceparent: '',
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  },
  signal: new AbortController().signal,
})

/** The code that a call under this policy ends with; `ok` when it reached the handler. */
async function outcome(policy: Policy, ctx: CallContext) {
  const guarded = contract('guarded', {
    from: [],
    operations: { act: mutation(z.strictObject({}), z.literal('ok'), policy) },
  })
  const router = implement(guarded, { act: async () => 'ok' as const })
  return await router
    .createCaller(ctx)
    .act({})
    .catch((error: unknown) => failureOf(error).code)
}

describe('who may call', () => {
  const kinds = ['guest', 'shopper', 'staff', 'admin', 'partner', 'service'] as const
  const table: [Policy['callers'], string[]][] = [
    [['anyone'], [...kinds]],
    [['owner'], [...kinds]],
    [['shopper'], ['shopper']],
    [['staff'], ['staff', 'admin']],
    [['admin'], ['admin']],
    [
      ['partner', 'service'],
      ['partner', 'service'],
    ],
  ]
  test.each(table)('%s: %s', async (callers, admitted) => {
    for (const kind of kinds) {
      const expected = admitted.includes(kind) ? 'ok' : kind === 'guest' ? 'unauthenticated' : 'forbidden'
      expect(`${kind} ${await outcome({ callers }, contextOf(kind))}`).toBe(`${kind} ${expected}`)
    }
  })

  const lacking: [Policy['callers'], string][] = [
    [['shopper', 'staff'], 'ok'],
    [['staff'], 'second_factor_missing'],
    [['admin'], 'second_factor_missing'],
    [['partner'], 'forbidden'],
  ]
  test.each(lacking)('%s: staff who lack a second factor are shoppers, and hear %s', async (callers, expected) => {
    const ctx = contextOf('shopper')
    const envelope = { ...ctx.envelope, principal: { ...ctx.envelope.principal, lacks: 'second factor' } as const }
    expect(await outcome({ callers }, { ...ctx, envelope })).toBe(expected)
  })
})

describe('an idempotency key', () => {
  const keyed: Policy = { callers: ['anyone'], idempotency: 'key' }
  const cases: [string, Policy, string | undefined, string][] = [
    ['is asked for where the policy says so', keyed, undefined, 'idempotency_key_missing'],
    ['may not be empty', keyed, '', 'idempotency_key_missing'],
    ['may have 255 characters', keyed, 'k'.repeat(255), 'ok'],
    ['may not have 256', keyed, 'k'.repeat(256), 'idempotency_key_too_long'],
    ['is not asked for elsewhere', { callers: ['anyone'] }, undefined, 'ok'],
  ]
  test.each(cases)('%s', async (_, policy, key, expected) => {
    expect(await outcome(policy, contextOf('guest', key))).toBe(expected)
  })
})

test('who may not call does not learn whether the input was right', async () => {
  const closed = contract('closed', {
    from: [],
    operations: { act: query(z.strictObject({ id: z.uuid() }), z.string(), { callers: ['admin'] }) },
  })
  const caller = implement(closed, { act: async () => '' }).createCaller(contextOf('guest'))
  const error = await caller.act({ id: 'x' }).catch((error: unknown) => failureOf(error).code)
  expect(error).toBe('unauthenticated')
})

test('answers carry nothing that the contract does not name', async () => {
  const small = contract('small', {
    from: [],
    operations: { get: query(z.strictObject({}), z.object({ id: z.string() }), { callers: ['anyone'] }) },
  })
  const row = { id: '1', passwordHash: 'secret' }
  const reply = await implement(small, { get: async () => row })
    .createCaller(contextOf('guest'))
    .get({})
  expect(reply).toEqual({ id: '1' })
})

describe('a stream', () => {
  const ticks = contract('ticks', {
    from: [],
    operations: {
      tick: subscription(z.strictObject({ to: z.int() }), z.object({ n: z.int() }), { callers: ['anyone'] }),
      closed: subscription(z.strictObject({}), z.object({}), { callers: ['admin'] }),
    },
  })
  const router = implement(ticks, {
    async *tick({ input }) {
      for (let n = 1; n <= input.to; n++) yield [`id-${n}`, n === 3 ? JSON.parse('{"n":"three"}') : { n }] as const
    },
    async *closed() {},
  })
  const start = async (to: number) => await router.createCaller(contextOf('guest')).tick({ to })

  test('gives each value under its id, so that it can be resumed', async () => {
    const values: unknown[] = []
    for await (const value of await start(2)) values.push(Array.isArray(value) ? value.slice(0, 2) : value)
    expect(values).toEqual([
      ['id-1', { n: 1 }],
      ['id-2', { n: 2 }],
    ])
  })

  test('ends as internal at a value that the contract does not allow', async () => {
    const all = async () => {
      for await (const _ of await start(3));
    }
    const error = await all().catch((error: unknown) => shapeError({ error }).data.code)
    expect(error).toBe('internal')
  })

  test('is opened by whom the policy names', async () => {
    const opened = router.createCaller(contextOf('guest')).closed({})
    await expect(opened).rejects.toSatisfy((error) => failureOf(error).code === 'unauthenticated')
  })
})
