import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Failure } from '@switchyard/rpc/failure'
import { TestClock } from '@switchyard/runtime/clock'
import { createLog } from '@switchyard/runtime/log'
import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { createGuests } from './identity/guests.ts'
import { logFailures } from './log-failures.ts'
import { memoryBuckets } from './memory-buckets.ts'
import { ingressSecret, knownKey, limitedDoors } from './testing/limited-doors.ts'

/** A log, and its lines since they were last asked for. */
function listening() {
  const written: string[] = []
  const log = createLog({ instance: 'gateway-1', level: 'info', to: { write: (line) => void written.push(line) } })
  return { log, lines: () => written.splice(0).map((line): Record<string, unknown> => JSON.parse(line)) }
}

/** A gateway behind its limits, and which refusals stand in its log. */
async function doors() {
  const { log, lines } = listening()
  const clock = new TestClock()
  let id = 0
  const newId = () => `guest-${id++}`
  const app = await limitedDoors({ shared: memoryBuckets({ clock }), newId, clock, log })
  const cookie = `switchyard_guest=${createGuests({ secret: 's', newId: () => 'ann' }).issue().cookie}`
  const from = { 'x-ingress-secret': ingressSecret, 'x-forwarded-for': '192.0.2.7', 'x-trpc-source': 'web' }
  const ask = (url: string, payload?: string, headers: object = { cookie }) => {
    const json = payload === undefined ? {} : { payload, method: 'POST' as const }
    return app.inject({ url, ...json, headers: { ...from, 'content-type': 'application/json', ...headers } })
  }
  const refusals = () => lines().map(({ refused, outcome, by, place }) => `${refused} ${outcome} ${by ?? place}`)
  return { app, ask, clock, lines, refusals }
}

const cart = '/trpc/v2/cart.set'
const typed = 'typed-by-somebody'
const tooMany = `/trpc/v2/${Array(20).fill(typed).join()}?batch=1`

test.each([
  ['an input that is not the schema’s, over tRPC', cart, `{"${typed}":1}`, 'cart.set invalid_input guest:ann'],
  ['over REST', `/api/v2/products?${typed}=1`, undefined, 'products.list invalid_input guest:ann'],
  ['over GraphQL', '/graphql', `{"query":"{ ${typed} }"}`, '/graphql invalid_input guest:ann'],
  ['in a batch', `${cart}?batch=1`, `{"0":{"${typed}":1}}`, 'cart.set invalid_input guest:ann'],
  ['a batch that is too large', tooMany, '{}', '/trpc/v2/:path invalid_input guest:ann'],
  ['what is no JSON', '/api/v2/orders', `{"${typed}"`, 'orders.place malformed_json guest:ann'],
  ['a body that is too large', cart, typed.repeat(5_000), '/trpc/v2/:path body_too_large guest:ann'],
])('what is refused stands in the log by who asked, and by nothing that was typed: %s', async (_, url, body, line) => {
  const { app, ask, lines } = await doors()
  expect((await ask(url, body)).statusCode).toBeLessThan(500)
  const logged = lines()
  const [{ refused, outcome, by } = {}] = logged
  expect([logged.length, `${refused} ${outcome} ${by}`]).toEqual([1, line])
  expect(JSON.stringify(logged)).not.toContain(typed)
  await app.close()
})

test('an address that is too long and headers that are too large stand there without who asked: nobody has been asked for yet', async () => {
  const { app, ask, refusals } = await doors()
  await ask(`/api/v2/products?search=${typed.repeat(300)}`)
  expect(refusals()).toEqual(['products.list uri_too_long null'])
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`GET / HTTP/1.1\r\nhost: a\r\nx: ${typed.repeat(1_500)}\r\n\r\n`)
  expect(await text(socket)).toContain('headers_too_large')
  expect(refusals()).toEqual(['null headers_too_large null'])
  await app.close()
})

test('a flood over its limit is two lines in ten seconds: by its guest, by its key, and by its address where it keeps no cookie', async () => {
  const { app, ask, clock, lines, refusals } = await doors()
  const floods = [undefined, { authorization: `Bearer ${knownKey}` }, {}]
  const stock = '/api/v2/stock/a-a3'
  for (const headers of floods) {
    for (let asked = 0; asked < 1_200; asked++) await ask(stock, undefined, headers)
  }
  const [guest, partner, address] = ['guest:ann', 'partner:p', 'place of 192.0.2.7']
  const each = [guest, partner, address].map((who) => `stock.bySku rate_limited ${who}`)
  expect(refusals()).toEqual(each)
  await clock.advance(10_000)
  expect(lines().map(({ by, place, more }) => [by ?? place, more])).toEqual([
    [guest, 1_099],
    [partner, 199],
    [address, expect.any(Number)],
  ])
  await clock.advance(60_000)
  expect(lines()).toEqual([])
  await app.close()
})

test('of thousands of callers a hundred have lines, and the others are counted together', async () => {
  const { log, lines } = listening()
  const clock = new TestClock()
  const note = logFailures({ log, clock })
  const request = (id: number) => ({ principal: { kind: 'guest', id: `${id}` }, routeOptions: { config: {} } })
  for (let id = 0; id < 5_000; id++) note(new Failure('rate_limited'), request(id) as unknown as FastifyRequest)
  expect(lines()).toHaveLength(100)
  await clock.advance(10_000)
  expect(lines()).toEqual([expect.objectContaining({ refused: null, more: 4_900 })])
  note(new Failure('rate_limited'), request(4_999) as unknown as FastifyRequest)
  expect(lines()).toEqual([expect.objectContaining({ outcome: 'rate_limited', by: 'guest:4999' })])
})

test('what is not there, an outage and who may not are no such refusals; a bug stands there with what is behind it', () => {
  const { log, lines } = listening()
  const note = logFailures({ log, clock: new TestClock() })
  for (const code of ['not_found', 'forbidden', 'unauthenticated', 'unavailable', 'overloaded'] as const)
    note(new Failure(code))
  note(new Failure('internal', {}, { cause: new Error('the bug') }))
  expect(lines()).toEqual([
    expect.objectContaining({ level: 50, err: expect.objectContaining({ message: 'the bug' }) }),
  ])
})
