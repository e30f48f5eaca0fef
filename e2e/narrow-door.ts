import { type APIRequestContext, type BrowserContext, expect } from '@playwright/test'

const stock = '/api/v2/stock/ridge-no-8-a3'
const slowMs = 900
/** More at once than such a door has places for browsing. */
const width = 8

/** Gives this browser a door of its own at the gateway, with four places, and slow shelves behind it. */
export async function narrowDoor(context: BrowserContext, web: string): Promise<void> {
  const session = `e2e-${crypto.randomUUID().slice(0, 8)}`
  const without = ['circuit-breaker', 'try-timeout', 'hedge', 'ejection']
  const token = await labAnswer<{ token: string }>(context.request, 'signScope', { session, without, places: 4 })
  await context.addCookies([{ name: 'switchyard_lab', value: token.token, url: web }])
  const target = { service: 'inventory' }
  const slow = { kind: 'latency', delayMs: slowMs, operation: 'stockBySku', share: 1, ttlS: 60, scope: session }
  await labAnswer(context.request, 'injectFault', { target, ...slow })
}

/** Looks at the stock of a print again and again, so many at once, until it is disposed of; resolves with the first refusal. */
export async function crowdOf(request: APIRequestContext) {
  const left = new AbortController()
  const refused = Promise.withResolvers<{ retryAfter: string | undefined; code: unknown }>()
  const one = async () => {
    while (!left.signal.aborted) {
      const reply = await request.get(stock)
      if (reply.status() !== 503) continue
      const { code } = (await reply.json()) as { code: unknown }
      refused.resolve({ retryAfter: reply.headers()['retry-after'], code })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const all = Array.from({ length: width }, one)
  return {
    told: await refused.promise,
    [Symbol.asyncDispose]: async () => {
      left.abort()
      await Promise.all(all)
    },
  }
}

async function labAnswer<Answer>(request: APIRequestContext, name: string, data: unknown): Promise<Answer> {
  const reply = await request.post(`/trpc/v2/lab.${name}`, { data })
  expect(reply.ok(), await reply.text()).toBe(true)
  const { result } = (await reply.json()) as { result: { data: Answer } }
  return result.data
}
