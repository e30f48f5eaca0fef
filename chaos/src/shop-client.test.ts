import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { scheduleArrivals } from './arrivals.ts'
import type { Answer, Ask, Question } from './http.ts'
import { openShopClient } from './shop-client.ts'

const [arrival] = scheduleArrivals({
  seed: '1',
  rate: 1,
  seconds: 1,
  checkoutShare: 1,
  wares: { slugs: ['moon'], skus: ['moon-a3'] },
})
const checkout = arrival!.ask
const browse = { kind: 'browse', path: '/products/moon' } as const
const orderId = '01a2080b-6017-744a-9a93-03077c6c36e5'
const placed = { orderId, number: 'HT-1', status: 'pending', total: { amount: 1, currency: 'EUR' }, accessToken: 'x' }
const accepted: Answer = { status: 202, text: JSON.stringify(placed) }
const unavailable: Answer = { status: 503, text: '{"code":"unavailable"}', retryAfterMs: 5_000 }
const cut: Answer = { status: 0, text: 'ECONNRESET' }

/** A client of a shop that gives these answers, one after the other, on a clock that runs by itself. */
function clientOf(...answers: Answer[]) {
  const asked: { url: string; question: Question | undefined; atMs: number }[] = []
  const clock = new TestClock(0)
  const ask: Ask = async (url, question) => {
    asked.push({ url, question, atMs: clock.now() })
    return answers.shift() ?? cut
  }
  const shop = openShopClient({ gateway: 'http://shop', apiKey: 'key', ask, clock })
  const serve = async (request: typeof browse | typeof checkout) => {
    const served = shop.serve(request)
    await clock.advance(0)
    await clock.advance(10_000)
    return served
  }
  return { shop, serve, asked, clock }
}

test('what goes well is asked once', async () => {
  const { serve, asked } = clientOf({ status: 200, text: '{"degraded":[]}' })
  expect(await serve(browse)).toEqual({ first: 'ok', final: 'ok', tries: 1, degraded: false, error: null })
  expect(asked).toMatchObject([{ url: 'http://shop/api/v2/products/moon', atMs: 0 }])
})

test('an answer with parts missing is ok, and told', async () => {
  const { serve } = clientOf({ status: 200, text: '{"degraded":["sales"]}' })
  expect(await serve(browse)).toMatchObject({ final: 'ok', degraded: true })
})

test('a checkout is retried once, under the same key, and its first error is kept', async () => {
  const { shop, serve, asked } = clientOf(cut, accepted)
  expect(await serve(checkout)).toMatchObject({ first: 'unknown', final: 'ok', tries: 2, error: 'ECONNRESET' })
  const [first, second] = asked.map(({ question }) => question?.headers?.['idempotency-key'])
  expect(first).toBe('1-0')
  expect(second).toBe(first)
  expect(shop.acknowledged.get('1-0')).toMatchObject({ answer: placed, text: accepted.text })
  expect(shop.unsettled.size).toBe(0)
})

test('a retry waits as the shop asks it to, but at most a second', async () => {
  const { serve, asked } = clientOf(unavailable, { status: 200, text: '{}' })
  await serve(browse)
  expect(asked.map(({ atMs }) => atMs)).toEqual([0, 1_000])
})

test('a checkout that nobody knows of stays unsettled until its key is answered', async () => {
  const { shop, serve } = clientOf(cut, unavailable, accepted)
  expect(await serve(checkout)).toMatchObject({ first: 'unknown', final: 'unknown', tries: 2 })
  const [[key, order] = []] = shop.unsettled
  await shop.placeOnce(key!, order!)
  expect(shop.unsettled.size).toBe(0)
  expect(shop.acknowledged.has('1-0')).toBe(true)
})

test('a key that is sent again later does not change the answer that is remembered', async () => {
  const { shop, serve } = clientOf(accepted, { status: 202, text: accepted.text.replace('HT-1', 'HT-2') })
  await serve(checkout)
  await shop.placeOnce('1-0', shop.acknowledged.get('1-0')!.wanted)
  expect(shop.acknowledged.get('1-0')?.text).toBe(accepted.text)
})

test('outside of a load, a read is asked again while the shop cannot answer', async () => {
  const { shop, asked, clock } = clientOf(unavailable, cut, { status: 404, text: '{"code":"not_found"}' })
  const answer = shop.readPatiently('/orders/1')
  await clock.advance(0)
  await clock.advance(60_000)
  expect(await answer).toMatchObject({ status: 404 })
  expect(asked).toHaveLength(3)
})

test('an answer that shows another buyer’s marker is remembered; one’s own marker may be shown', async () => {
  const page = (email: string): Answer => ({ status: 200, text: `{"contact":{"email":"${email}"}}` })
  const { shop, serve } = clientOf(page('1-7@load.test'), page('1-0@load.test'), accepted)
  await serve(browse)
  await shop.readPatiently('/orders/1', '1-0@load.test')
  await serve(checkout)
  expect(shop.strays).toEqual(['the answer to /products/moon showed 1-7@load.test'])
})

test('a first try that is turned away tells how long that took, and whether it said when to come again', async () => {
  const refusal = async (answer: Answer) => (await clientOf(answer, accepted).serve(browse)).refusal
  expect(await refusal(unavailable)).toEqual({ tookMs: 0, saysWhen: true })
  expect(await refusal(cut)).toEqual({ tookMs: 0, saysWhen: false })
  expect(await refusal({ status: 200, text: '{}' })).toBeUndefined()
})
