import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { expect, test } from 'vitest'
import { deadLetters } from './dead-letters.ts'
import type { Services } from './services.ts'

const ctx: CallContext = {
  envelope: { callId: 'c', principal: { kind: 'staff', id: 'ada' }, deadlineAtMs: 0, traceparent: '' },
  signal: new AbortController().signal,
}
const at = (minute: number) => ({ id: `letter-${minute}`, failedAt: `2026-11-20T12:0${minute}:00.000Z` })
type Letter = ReturnType<typeof at>
type Answer = Letter[] | Failure

/** Two services of which each knows these letters, or fails. */
function shop({ orders, inventory }: { orders: Answer; inventory: Answer }) {
  const asked: unknown[] = []
  const service = (name: string, letters: Answer) => (scope: CallContext) => ({
    deadLetters: {
      query: async (query: object) => {
        asked.push({ name, query, by: scope.envelope.principal.id })
        if (letters instanceof Failure) throw letters
        return { items: letters, counts: [{ name, state: 'waiting', count: letters.length }] }
      },
    },
    replayDeadLetter: { mutate: async (seen: object) => ({ ...seen, state: 'replaying' }) },
  })
  const services = { orders: service('orders', orders), inventory: service('inventory', inventory) }
  return { handlers: deadLetters(services as unknown as Services), asked }
}
const input = { state: 'waiting', limit: 2 } as const

test('the letters of all services are one list, newest first, each with the service that keeps it', async () => {
  const { handlers, asked } = shop({ orders: [at(4), at(1)], inventory: [at(3), at(2)] })
  expect(await handlers.list({ input, ctx })).toMatchObject({
    items: [
      { ...at(4), service: 'orders' },
      { ...at(3), service: 'inventory' },
    ],
    counts: [{ service: 'orders' }, { service: 'inventory' }],
    more: true,
    missing: [],
  })
  expect(asked).toMatchObject([{ by: 'ada' }, { by: 'ada' }])
})

test('of one service only that one is asked', async () => {
  const { handlers, asked } = shop({ orders: [at(1)], inventory: [at(2)] })
  const only = await handlers.list({ input: { ...input, service: 'inventory', name: 'inventory.commitStock' }, ctx })
  expect(only).toMatchObject({ items: [at(2)], more: false })
  expect(asked).toMatchObject([{ name: 'inventory', query: { name: 'inventory.commitStock' } }])
})

test('a service that is away is named as missing, and the others’ letters are shown', async () => {
  const { handlers } = shop({ orders: [at(1)], inventory: new Failure('unavailable') })
  expect(await handlers.list({ input, ctx })).toMatchObject({ items: [at(1)], missing: ['inventory'] })
})

test('with nobody to ask there is no list, and a refusal is no absence', async () => {
  const away = new Failure('unavailable')
  const nobody = shop({ orders: away, inventory: away })
  await expect(nobody.handlers.list({ input, ctx })).rejects.toMatchObject({ code: 'unavailable' })
  const refused = shop({ orders: new Failure('forbidden'), inventory: [] })
  await expect(refused.handlers.list({ input, ctx })).rejects.toMatchObject({ code: 'forbidden' })
})

test('what is asked of a letter goes to the service that keeps it', async () => {
  const { handlers } = shop({ orders: [], inventory: [] })
  const seen = { id: 'letter-1', revision: 3 }
  expect(await handlers.replay({ input: { ...seen, service: 'inventory' }, ctx })).toMatchObject({
    ...seen,
    service: 'inventory',
    state: 'replaying',
  })
})
