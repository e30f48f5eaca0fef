import type { Priority } from '@switchyard/contracts/priority'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { RecentMap } from '@switchyard/rpc/recent-map'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { callPriorities } from './call-priority.ts'
import { createServer } from './server.ts'
import { Shed } from './shed.ts'
import { shedRequests } from './shed-requests.ts'
import { doorsOf } from './testing/limited-doors.ts'

const rest = '/api/v2/stock/a-a3'
const trpc = '/trpc/v2/stock.bySku?input=%7B%22sku%22%3A%22a-a3%22%7D'
const document = '/graphql?query=%7Bstock(sku:%22a-a3%22)%7Bsku%7D%7D'
const bag = '/trpc/v2/cart.get?input=%7B%7D'
const headers = { 'x-request-id': 'request-1', 'x-forwarded-proto': 'https' }

/** A gateway that was asked for everything before, and whose line of browsing is full now. */
async function fullDoors() {
  const places = { now: 100 }
  const door = new Shed({ places: () => places.now, elapsedMs: () => 0, after: () => {} })
  const known = new RecentMap<Priority>(10)
  const seen: string[] = []
  const { app } = await createServer({
    ...doorsOf({ newId: () => 'id', clock }),
    shed: shedRequests({ door, priorityOf: callPriorities(contracts), known }),
    refuse: { door, known },
    cors: async ({ url }) => void seen.push(url),
    identify: async (request) => {
      request.principal = { kind: 'guest', id: 'g' }
    },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const ask = async (path: string, more: RequestInit = {}) => {
    const answer = await fetch(url + path, { ...more, headers: { ...headers, ...more.headers } })
    const { date: _, connection, 'keep-alive': __, ...told } = Object.fromEntries(answer.headers)
    return { status: answer.status, told, body: await answer.text() }
  }
  for (const path of [rest, trpc, document, bag]) await ask(path)
  seen.length = 0
  places.now = 4
  for (let n = 0; n < 7; n++) door.enter('browse', () => {})
  return { app, ask, door, seen, [Symbol.asyncDispose]: () => app.close() }
}

test('a refusal at once is, but for its haste, the one that the whole server gives', async () => {
  await using gateway = await fullDoors()
  for (const path of [rest, trpc]) {
    const { status, told, body } = await gateway.ask(path)
    expect(gateway.seen).toEqual([])
    const whole = await gateway.app.inject({ url: path, headers })
    expect(gateway.seen.splice(0)).toEqual([path])
    const { date: _, connection, ...usual } = whole.headers
    expect([status, body]).toEqual([503, whole.body])
    expect(told).toEqual({ ...usual, 'content-length': String(whole.body.length) })
  }
})

test('it is counted as any other, and a connection goes on afterwards', async () => {
  await using gateway = await fullDoors()
  const before = gateway.door.view().lines.find(({ priority }) => priority === 'browse')?.refused ?? 0
  for (let n = 0; n < 5; n++) await gateway.ask(rest)
  expect(gateway.door.view().lines.find(({ priority }) => priority === 'browse')?.refused).toBe(before + 5)
  expect((await gateway.ask('/livez')).status).toBe(200)
})

test('what is more important, was never asked for, says more in its query, changes something or comes from a page of another origin goes the usual way', async () => {
  await using gateway = await fullDoors()
  await gateway.ask(bag)
  await gateway.ask('/api/v2/stock/b-a3')
  await gateway.ask(document)
  await gateway.ask(rest, { method: 'POST' })
  await gateway.ask(rest, { headers: { origin: 'https://partner.example' } })
  expect(gateway.seen).toEqual([bag, '/api/v2/stock/b-a3', document, rest, rest])
})
