import { contract, mutation, query } from '@switchyard/contracts/contract'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import { failureOf } from '@switchyard/rpc/error-shape'
import { Failure } from '@switchyard/rpc/failure'
import { implement } from '@switchyard/rpc/implement'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { audited } from './audited.ts'

const Order = z.strictObject({ orderId: z.string(), name: z.string().optional() })
const offer = (service: string) =>
  contract(service, {
    from: ['gateway'],
    operations: {
      see: query(Order, z.string(), { callers: ['anyone'] }),
      ship: mutation(Order, z.string(), { callers: ['anyone'] }),
      make: mutation(z.strictObject({ name: z.string() }), z.object({ keyId: z.string() }), { callers: ['anyone'] }),
    },
  })

/** Somebody calls, and everything that happens is noted in its order. */
function office(kind: Principal['kind'], { service = 'orders', away = false, fails = false } = {}) {
  const happened: string[] = []
  const audit = {
    async begin(action: { by: string; operation: string; subject: string | null }, { must }: { must: boolean }) {
      if (away && must) throw new Error('connect ECONNREFUSED')
      happened.push(`begun ${action.by} ${action.operation} ${action.subject}`)
      return {
        end: async (outcome: string, subject: string | null = action.subject) => {
          happened.push(`${outcome} ${subject}`)
        },
      }
    },
  }
  const of = offer(service)
  const act = async () => {
    happened.push('acted')
    if (fails) throw new Failure('order_not_cancellable')
    return 'ok'
  }
  const handlers = { see: act, ship: act, make: async () => ({ keyId: await act() }) }
  const envelope = { callId: 'request-1', principal: { kind, id: 'p1' }, deadlineAtMs: 0, traceparent: '' }
  const ctx: CallContext = { envelope, signal: new AbortController().signal }
  return { happened, call: implement(of, audited(of, handlers, audit)).createCaller(ctx) }
}

test.each(['staff', 'admin'] as const)(
  'what %s change is written down before it is done, and its outcome after',
  async (kind) => {
    const { call, happened } = office(kind)
    await call.ship({ orderId: 'o1' })
    expect(happened).toEqual([`begun ${kind}:p1 orders.ship o1`, 'acted', 'done o1'])
  },
)

test('so is a failure, by its code', async () => {
  const { call, happened } = office('staff', { fails: true })
  await expect(call.ship({ orderId: 'o1' })).rejects.toThrow()
  expect(happened.at(-1)).toBe('order_not_cancellable o1')
})

test('what staff look at, and what others do, is not', async () => {
  const looking = office('staff')
  await looking.call.see({ orderId: 'o1' })
  const buying = office('guest')
  await buying.call.ship({ orderId: 'o1' })
  expect([looking.happened, buying.happened]).toEqual([['acted'], ['acted']])
})

test('what anybody changes in the lab is', async () => {
  const { call, happened } = office('guest', { service: 'lab' })
  await call.ship({ orderId: 'o1' })
  expect(happened[0]).toBe('begun guest:p1 lab.ship o1')
})

test('while it cannot be written nothing is done, but in the lab', async () => {
  const { call, happened } = office('admin', { away: true })
  const refused = await call.ship({ orderId: 'o1' }).catch((error: unknown) => failureOf(error).code)
  expect([refused, happened]).toEqual(['unavailable', []])
  const lab = office('admin', { service: 'lab', away: true })
  await lab.call.ship({ orderId: 'o1' })
  expect(lab.happened).toContain('acted')
})

test('it names what was made, and nothing that a person typed', async () => {
  const { call, happened } = office('admin')
  await call.make({ name: 'Ada Example' })
  await call.ship({ orderId: 'ada@example.test', name: 'Ada' })
  expect(happened).toContain('done ok')
  expect(happened.join()).not.toContain('da')
})
