import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { sendAnswer } from './rest-answer.ts'

/** A door that answers everything with the same. */
async function answering(answer: unknown) {
  const app = Fastify()
  app.all('/*', (request, reply) => sendAnswer(answer, { request, reply, status: 200 }))
  return app
}

test('the same answer has the same tag, and is not sent to whoever has it', async () => {
  const app = await answering({ sku: 'a-a3', available: 3 })
  const first = await app.inject('/stock')
  const etag = String(first.headers.etag)
  expect(etag).toMatch(/^"[\w-]{27}"$/)
  for (const list of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await app.inject({ url: '/stock', headers: { 'if-none-match': list } })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
  }
})

test('another answer is sent whole', async () => {
  const app = await answering({ available: 2 })
  const { etag } = (await (await answering({ available: 3 })).inject('/stock')).headers
  const again = await app.inject({ url: '/stock', headers: { 'if-none-match': String(etag) } })
  expect([again.statusCode, again.json()]).toEqual([200, { available: 2 }])
})

test('what changes something has no tag', async () => {
  const reply = await (await answering({})).inject({
    method: 'POST',
    url: '/orders',
    headers: { 'if-none-match': '*' },
  })
  expect([reply.statusCode, reply.headers.etag]).toEqual([200, undefined])
})

test('a page links to the next one under the same filters, the last one to none', async () => {
  const page = await (await answering({ items: [], nextCursor: 'a/b' })).inject('/prints?size=a2&cursor=old')
  expect(page.headers.link).toBe('</prints?size=a2&cursor=a%2Fb>; rel="next"')
  const last = await (await answering({ items: [], nextCursor: null })).inject('/prints')
  expect(last.headers.link).toBeUndefined()
})

test('null is sent as null', async () => {
  const reply = await (await answering(null)).inject('/me')
  expect([reply.body, reply.headers['content-type']]).toEqual(['null', 'application/json; charset=utf-8'])
})
