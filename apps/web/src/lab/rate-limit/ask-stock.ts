import type { Asked } from './asked'

const sku = 'ridge-no-8-a3'
const one = `/api/v2/stock/${sku}`
const names = Array.from({ length: 10 }, () => 'stock.bySku').join(',')
const inputs = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index, { sku }]))
const ten = `/trpc/v2/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`

/** Asks for the stock of a print through the shop's own door, as any client would: once or ten times in one request, as this visitor or as somebody without a cookie. */
export async function askStock({
  as = 'you',
  batch = false,
}: {
  as?: 'you' | 'somebody'
  batch?: boolean
} = {}): Promise<Omit<Asked, 'number'>> {
  const start = performance.now()
  const credentials = as === 'you' ? 'same-origin' : 'omit'
  const reply = await fetch(batch ? ten : one, { credentials, cache: 'no-store' })
  await reply.arrayBuffer()
  const retryAfter = reply.headers.get('retry-after')
  return {
    at: Date.now(),
    status: reply.status,
    ms: performance.now() - start,
    policy: reply.headers.get('ratelimit-policy'),
    limit: reply.headers.get('ratelimit'),
    retryAfterS: retryAfter === null ? null : Number(retryAfter),
  }
}
