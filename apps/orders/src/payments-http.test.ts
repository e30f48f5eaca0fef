import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TestClock } from '@switchyard/runtime/clock'
import { type Log, silentLog } from '@switchyard/runtime/log'
import { expect, it } from 'vitest'
import { httpPayments } from './payments-http.ts'

const { signal } = new AbortController()
const charge = { key: 'charge-1', orderId: '0199aaaa-0000-7000-8000-000000000001', amount: 12_000, token: 'tok_ok' }
const refund = { key: 'refund-1', orderId: charge.orderId, chargeId: 'ch_1', amount: 12_000 }

/** A provider that gives one answer to everything and remembers what it was asked; `undefined`: it says nothing. */
async function provider(answer: { status: number; body: unknown } | undefined) {
  const asked: { path: string | undefined; key: unknown; bearer: unknown; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { authorization: bearer, 'idempotency-key': key } = request.headers
    asked.push({ path: `${request.method} ${request.url}`, key, bearer, body })
    if (answer) response.writeHead(answer.status).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const clock = new TestClock()
  const complaints: string[] = []
  const payments = httpPayments({
    url: `http://127.0.0.1:${port}`,
    secret: 's3cret',
    deadlineMs: answer ? 10_000 : 100,
    clock,
    log: { ...silentLog, error: (_: object, text: string) => void complaints.push(text) } as Log,
  })
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { payments, asked, clock, complaints, [Symbol.dispose]: close }
}

it('charges under the key, with the amount in cents', async () => {
  using bank = await provider({ status: 201, body: { entryId: 'ch_1', status: 'captured' } })
  expect(await bank.payments.charge(charge, signal)).toEqual({ kind: 'captured', entryId: 'ch_1' })
  expect(bank.asked[0]).toMatchObject({ path: 'POST /charges', key: 'charge-1', bearer: 'Bearer s3cret' })
  expect(JSON.parse(bank.asked[0]?.body ?? '')).toEqual({
    orderId: charge.orderId,
    amount: 12_000,
    currency: 'EUR',
    token: 'tok_ok',
  })
})

it('takes only a clear answer for an outcome', async () => {
  const answers = [
    [{ status: 402, body: { status: 'declined' } }, 'declined'],
    [{ status: 503, body: {} }, 'unknown'],
    ...[401, 403, 408, 425, 429].map((status) => [{ status, body: {} }, 'unknown'] as const),
    [{ status: 201, body: { surprise: true } }, 'unknown'],
    [undefined, 'unknown'],
  ] as const
  for (const [answer, kind] of answers) {
    using bank = await provider(answer)
    expect(await bank.payments.charge(charge, signal)).toEqual({ kind })
  }
})

it('knows that a refused connection reached nobody', async () => {
  const bank = await provider(undefined)
  bank[Symbol.dispose]()
  expect(await bank.payments.charge(charge, signal)).toEqual({ kind: 'unreached' })
  expect(await bank.payments.findCharge('charge-1', signal)).toEqual({ kind: 'unknown' })
})

it.each([400, 404, 409, 422])('calls a refusal of the request itself a bug, not an outcome: %i', async (status) => {
  using bank = await provider({ status, body: {} })
  await expect(bank.payments.charge(charge, signal)).rejects.toThrow(String(status))
  await expect(bank.payments.refund(refund, signal)).rejects.toThrow(String(status))
})

it('asks what became of a key', async () => {
  const answers = [
    [
      { status: 200, body: { entryId: 'ch_1', status: 'captured' } },
      { kind: 'captured', entryId: 'ch_1' },
    ],
    [{ status: 200, body: { entryId: null, status: 'declined' } }, { kind: 'declined' }],
    [{ status: 202, body: { entryId: null, status: 'pending' } }, { kind: 'pending' }],
    [{ status: 404, body: { entryId: null, status: 'nothing' } }, { kind: 'nothing' }],
    // Of an ingress that has nobody behind it, say.
    [{ status: 404, body: {} }, { kind: 'unknown' }],
    [{ status: 404, body: 'default backend - 404' }, { kind: 'unknown' }],
    [{ status: 401, body: {} }, { kind: 'unknown' }],
    [{ status: 500, body: {} }, { kind: 'unknown' }],
  ] as const
  for (const [answer, standing] of answers) {
    using bank = await provider(answer)
    expect(await bank.payments.findCharge('charge-1', signal)).toEqual(standing)
  }
})

it('believes a refund only when the provider says so', async () => {
  using bank = await provider({ status: 201, body: { entryId: 're_1', status: 'captured' } })
  expect(await bank.payments.refund(refund, signal)).toEqual({ kind: 'refunded', entryId: 're_1' })
  for (const status of [401, 429, 503]) {
    using broken = await provider({ status, body: {} })
    expect(await broken.payments.refund(refund, signal)).toEqual({ kind: 'unknown' })
  }
})

it.each([401, 403])('says once a minute that %i refuses our credentials, and what to do', async (status) => {
  using bank = await provider({ status, body: {} })
  const askAll = async () => {
    await bank.payments.charge(charge, signal)
    await bank.payments.findCharge(charge.key, signal)
    await bank.payments.refund(refund, signal)
  }
  await askAll()
  expect(bank.complaints).toEqual([expect.stringContaining('put the key that it knows into payments-api.secret')])
  await bank.clock.advance(59_999)
  await askAll()
  expect(bank.complaints).toHaveLength(1)
  await bank.clock.advance(1)
  await askAll()
  expect(bank.complaints).toHaveLength(2)
})

it.each([201, 402, 408, 429, 503])('complains of no credentials that were answered with %i', async (status) => {
  using bank = await provider({ status, body: {} })
  await bank.payments.charge(charge, signal)
  expect(bank.complaints).toEqual([])
})
