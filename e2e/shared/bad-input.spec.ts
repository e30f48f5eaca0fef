import { randomUUID } from 'node:crypto'
import { orderFor, type Partner } from '../partner.ts'
import { type Answer, ask } from '../rest.ts'
import { expect, test } from '../shop.ts'

const sku = 'moon-no-9-a1'
const good = orderFor({ sku })
const line = (quantity: unknown) => ({ ...good, lines: [{ sku, quantity }] })
const lines = (count: number) => Array.from({ length: count }, (_, n) => ({ sku: `moon-no-9-a${n}`, quantity: 1 }))

/** What is sent as an order, and what it is told: status and code. */
const refused: Record<string, [json: unknown, status: number, code: string]> = {
  'a SKU that does not exist': [orderFor({ sku: 'moon-no-9-a9' }), 422, 'unknown_sku'],
  'quantity 0': [line(0), 400, 'invalid_input'],
  'quantity 11': [line(11), 400, 'invalid_input'],
  'quantity 1,000,000': [line(1_000_000), 400, 'invalid_input'],
  'quantity 1.5': [line(1.5), 400, 'invalid_input'],
  'quantity −1': [line(-1), 400, 'invalid_input'],
  'a quantity in words': [line('1'), 400, 'invalid_input'],
  'an empty cart': [{ ...good, lines: [] }, 400, 'invalid_input'],
  'the same SKU on two lines': [{ ...good, lines: [...good.lines, ...good.lines] }, 400, 'invalid_input'],
  '21 lines': [{ ...good, lines: lines(21) }, 400, 'invalid_input'],
  'a country we do not ship to': [{ ...good, address: { ...good.address, country: 'XX' } }, 422, 'unknown_country'],
  'a country by its name': [{ ...good, address: { ...good.address, country: 'Austria' } }, 400, 'invalid_input'],
  'no address': [{ ...good, address: undefined }, 400, 'invalid_input'],
  'an e-mail that is none': [{ ...good, contact: { name: 'Ada', email: 'ada' } }, 400, 'invalid_input'],
  'a name of spaces': [{ ...good, contact: { name: '   ', email: 'ada@example.org' } }, 400, 'invalid_input'],
  'a name with a NUL character': [
    { ...good, contact: { name: 'A\u0000da', email: 'ada@example.org' } },
    400,
    'invalid_input',
  ],
  'an unknown field': [{ ...good, discount: 100 }, 400, 'invalid_input'],
  'an unknown field inside': [{ ...good, payment: { token: 'tok_ok', amount: 1 } }, 400, 'invalid_input'],
  'a list for an order': [[good], 400, 'invalid_input'],
  'null for an order': [null, 400, 'invalid_input'],
}

for (const [what, [json, status, code]] of Object.entries(refused)) {
  test(`an order with ${what} is refused as ${code}`, async ({ partner }) => {
    const key = randomUUID()
    expectProblem(await partner.sendOrder({ json, key }), status, code)
    await expectNothingKept(partner, key)
  })
}

test('an order without an Idempotency-Key, or with one of 256 characters, is refused', async ({ partner }) => {
  const send = (headers: Record<string, string>) => partner.ask('/orders', { method: 'POST', json: good, headers })
  expectProblem(await send({}), 400, 'idempotency_key_missing')
  expectProblem(await send({ 'idempotency-key': '' }), 400, 'idempotency_key_missing')
  expectProblem(await send({ 'idempotency-key': 'k'.repeat(256) }), 400, 'idempotency_key_too_long')
})

test('a body over 64 KB, or one that is not JSON, is refused', async ({ partner }) => {
  const long = { ...good, contact: { ...good.contact, name: 'a'.repeat(65_536) } }
  expectProblem(await partner.sendOrder({ json: long }), 413, 'body_too_large')
  expectProblem(await partner.sendOrder({ text: '{"lines": [' }), 400, 'malformed_json')
  expectProblem(await partner.sendOrder({ text: 'lines=1' }), 400, 'malformed_json')
})

test('an unknown address, print, stock or question about the catalogue is refused', async ({ partner }) => {
  expectProblem(await partner.ask('/nothing'), 404, 'not_found')
  expectProblem(await partner.ask('/products/mona-lisa'), 404, 'not_found')
  expectProblem(await partner.ask('/stock/mona-lisa-a1'), 404, 'not_found')
  for (const query of [
    'limit=0',
    'limit=51',
    'sort=luck',
    'size=a9',
    'minPrice=-1',
    'minPrice=x',
    'colour=red',
    'cursor=zzz',
  ])
    expectProblem(await partner.ask(`/products?${query}`), 400, 'invalid_input')
})

test('other people’s orders are not there: to read, to follow or to cancel', async ({ partner, shop }) => {
  const { orderId } = await partner.placeOrder({ sku })
  await partner.waitsFor(orderId, 'confirmed')
  const path = `${shop.gateway}/api/v2/orders/${orderId}`
  const stranger = { 'idempotency-key': randomUUID() }
  expectProblem(await ask(path), 404, 'not_found')
  expectProblem(await ask(`${path}?accessToken=guessed`), 404, 'not_found')
  expectProblem(await ask(`${path}/events`), 404, 'not_found')
  expectProblem(await ask(`${path}/cancel`, { method: 'POST', headers: stranger }), 404, 'not_found')
  expectProblem(await ask(path, { headers: { authorization: 'Bearer not-a-key' } }), 401, 'unauthenticated')
  expectProblem(await partner.ask('/orders/not-an-order'), 400, 'invalid_input')
  expect((await partner.order(orderId)).status).toBe('confirmed')
})

/** RFC 9457, and not a word about what lies behind. */
function expectProblem(answer: Answer, status: number, code: string) {
  expect({ status: answer.status, code: Object(answer.body).code }, answer.text).toEqual({ status, code })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.body).toMatchObject({ title: expect.any(String), requestId: answer.headers.get('x-request-id') })
  expect(answer.text).not.toMatch(/node_modules|\.ts\b|prisma|select |insert |zod|\bat .+:\d+:\d+/i)
}

/** The key of a refused order is as good as new: a proper order under it is taken, and given back. */
async function expectNothingKept(partner: Partner, key: string) {
  const { orderId } = await partner.placeOrder({ sku }, key)
  expect((await partner.order(orderId)).lines).toMatchObject([{ sku, quantity: 1 }])
}
