import { systemScope } from '@switchyard/rpc/connect'
import { Failure } from '@switchyard/rpc/failure'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { moveParcel } from './lab-parcel.ts'
import type { Services } from './services.ts'

const orderId = '0199aaaa-0000-7000-8000-000000000001'
type Move = Parameters<ReturnType<typeof moveParcel>>[0]
const asked = {
  input: { orderId, accessToken: 'secret', to: 'shipped' },
  ctx: { envelope: { principal: { kind: 'guest', id: 'g' } } },
} as unknown as Move

/** Orders as the lab knows it; it tells who may see an order. */
function labWith({ mayRead }: { mayRead: boolean }) {
  const moved: object[] = []
  const orders = () => ({
    byId: { query: (access: object) => (mayRead ? Promise.resolve({ orderId, access }) : notFound()) },
    moveParcel: { mutate: async (input: object) => ({ ...input, moved: moved.push(input) }) },
  })
  const ownScope = () => systemScope({ clock, deadlineMs: 1_000 })
  return { move: moveParcel({ services: { orders } as unknown as Services, ownScope, log: silentLog }), moved }
}
const notFound = () => Promise.reject(new Failure('not_found'))

test('moves an order of one’s own, and tells orders nothing of the visitor’s token', async () => {
  const { move, moved } = labWith({ mayRead: true })
  await move(asked)
  expect(moved).toEqual([{ orderId, to: 'shipped' }])
})

test('moves nobody else’s order', async () => {
  const { move, moved } = labWith({ mayRead: false })
  await expect(move(asked)).rejects.toMatchObject({ code: 'not_found' })
  expect(moved).toEqual([])
})
