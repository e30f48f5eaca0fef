import type { CallContext } from '@switchyard/rpc/envelope'
import { expect, test } from 'vitest'
import { replayEvents } from './replay-events.ts'
import type { Services } from './services.ts'

const ctx: CallContext = {
  envelope: { callId: 'c', principal: { kind: 'staff', id: 'ada' }, deadlineAtMs: 0, traceparent: '' },
  signal: new AbortController().signal,
}
const span = { from: '2026-11-20T12:00:00.000Z', until: '2026-11-20T13:00:00.000Z' }

function gateway() {
  const asked: unknown[] = []
  const service = (name: string) => (scope: CallContext) => ({
    replayEvents: {
      mutate: async (input: object) => {
        asked.push({ name, by: scope.envelope.principal.id, ...input })
        return { messages: 7 }
      },
    },
  })
  const services = { orders: service('orders'), inventory: service('inventory') }
  return { replay: replayEvents(services as unknown as Services), asked }
}

test('only the services that tell a subscriber something are asked, in the name of who asks', async () => {
  const { replay, asked } = gateway()
  expect(await replay({ input: { to: 'orders.fulfilment', ...span }, ctx })).toEqual({ messages: 7 })
  expect(asked).toEqual([{ name: 'inventory', by: 'ada', to: 'orders.fulfilment', ...span }])
})

test('nobody by that name is not found, and the answer says who there is', async () => {
  const { replay } = gateway()
  await expect(replay({ input: { to: 'orders.nobody', ...span }, ctx })).rejects.toMatchObject({
    code: 'not_found',
    details: { detail: expect.stringContaining('orders.mailroom') },
  })
})
