import type { RowsOfOrder } from '@switchyard/contracts/copies'
import { systemScope } from '@switchyard/rpc/connect'
import { Failure } from '@switchyard/rpc/failure'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { copyMessages } from './lab-copies.ts'
import type { Services } from './services.ts'

type Ask = Parameters<ReturnType<typeof copyMessages>>[0]
const orderId = '0199aaaa-0000-7000-8000-000000000001'
const id = '0199aaaa-0000-7000-8000-000000000002'
const at = '2026-11-28T10:00:00.000Z'
const asked = {
  input: { orderId, accessToken: 'secret', copies: 4 },
  ctx: { envelope: { principal: { kind: 'guest', id: 'g' }, deadlineAtMs: clock.now() + 1_000 } },
} as unknown as Ask

/** One service, whose rows are these before and after the copies. */
function serviceWith({ rows, mayRead = true }: { rows: [before: string[], after: string[]]; mayRead?: boolean }) {
  let copied = 0
  const applied = [{ messageId: id, queue: 'orders.mailroom', at }]
  const service = {
    trail: { query: async () => (mayRead ? { messages: [{ id }] } : Promise.reject(new Failure('not_found'))) },
    rowsOf: {
      query: async (): Promise<RowsOfOrder> => ({
        tables: [{ table: 'mails', rows: rows[Math.min(copied, 1)] ?? [] }],
        applied,
      }),
    },
    copyMessages: { mutate: async () => [{ id, queue: 'orders.mailroom', copies: [{ afterMs: ++copied }] }] },
  }
  const services = { orders: () => service, inventory: () => service } as unknown as Services
  const ownScope = () => systemScope({ clock, deadlineMs: 1_000 })
  return { copy: copyMessages({ services, ownScope, clock, log: silentLog }), copied: () => copied }
}

test('counts every row once that is not as it was, and says when a message had taken effect', async () => {
  const changed = async (before: string[], after: string[]) =>
    (await serviceWith({ rows: [before, after] }).copy(asked)).tables.map((table) => table.changed)
  expect(await changed(['a', 'b'], ['a', 'b'])).toEqual([0, 0])
  expect(await changed(['a', 'b'], ['a', 'c'])).toEqual([1, 1])
  expect(await changed(['a'], ['a', 'b', 'c'])).toEqual([2, 2])
  expect(await changed(['a', 'b'], ['a'])).toEqual([1, 1])
  const { messages } = await serviceWith({ rows: [[], []] }).copy(asked)
  expect(messages).toMatchObject([{ id, appliedAt: at }, { appliedAt: at }])
})

test('copies nothing of an order that is not the visitor’s', async () => {
  const { copy, copied } = serviceWith({ rows: [[], []], mayRead: false })
  await expect(copy(asked)).rejects.toMatchObject({ code: 'not_found' })
  expect(copied()).toBe(0)
})
