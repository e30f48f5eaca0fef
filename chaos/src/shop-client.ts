import { PlacedOrder, type PlaceOrder } from '@switchyard/contracts/orders'
import type { Clock } from '@switchyard/runtime/clock'
import type { Arrival, Browse, Checkout } from './arrivals.ts'
import { type Answer, type Ask, meaningOf } from './http.ts'
import type { Refusal, Served } from './operation.ts'
import { judge, together } from './verdict.ts'

/** An order that the shop has acknowledged, with the answer byte for byte. */
export interface Acknowledged {
  readonly key: string
  readonly wanted: PlaceOrder
  readonly answer: PlacedOrder
  readonly text: string
}

/** The shop as the load sees it: a partner's client with deadlines and one retry. */
export type ShopClient = ReturnType<typeof openShopClient>

/** Opens a client; every checkout that it sends is remembered, with its answer if there was one. */
export function openShopClient({ gateway, apiKey, ask, clock }: ShopClientOptions) {
  const acknowledged = new Map<string, Acknowledged>()
  const unsettled = new Map<string, PlaceOrder>()
  const headersIn = (scope: string | undefined) => ({
    authorization: `Bearer ${apiKey}`,
    ...(scope === undefined ? {} : { 'x-lab-scope': scope }),
  })
  const strays: string[] = []
  /** Every buyer’s address is a marker: an answer that shows another’s was somebody else’s. */
  const heard = (asked: string, answer: Answer, own?: string): Answer => {
    for (const marker of answer.text.match(/[\w.-]+@load\.test/g) ?? []) {
      if (marker !== own && strays.length < straysMax) strays.push(`the answer to ${asked} showed ${marker}`)
    }
    return answer
  }
  const read = async (path: string, scope?: string, own?: string) =>
    heard(path, await ask(`${gateway}/api/v2${path}`, { headers: headersIn(scope), limitMs: browseMsMax }), own)
  const placeOnce = async (key: string, order: PlaceOrder, scope?: string) => {
    const answer = await ask(`${gateway}/api/v2/orders`, {
      method: 'POST',
      headers: { ...headersIn(scope), 'idempotency-key': key },
      body: order,
      limitMs: checkoutMsMax,
    })
    return heard(`checkout ${key}`, answer, order.contact.email)
  }
  const remember = (key: string, order: PlaceOrder, answer: Answer) => {
    if (answer.status !== 202) return
    const { data } = PlacedOrder.safeParse(meaningOf(answer))
    if (data === undefined) return void unsettled.set(key, order)
    acknowledged.set(key, { key, wanted: order, answer: data, text: answer.text })
    unsettled.delete(key)
  }
  const send = async (request: Browse | Checkout, scope?: string): Promise<Answer> => {
    if (request.kind === 'browse') return read(request.path, scope)
    const answer = await placeOnce(request.key, request.order, scope)
    remember(request.key, request.order, answer)
    return answer
  }

  /** Asks again while the shop says that it cannot answer now. */
  const patiently = async (kind: 'browse' | 'checkout', send: () => Promise<Answer>): Promise<Answer> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await send()
      if (tries === patientTriesMax || !judge(kind, answer).retryable) return answer
      await clock.sleep(Math.max(pauseOf(answer), patientPauseMs))
    }
  }

  return {
    acknowledged,
    /** Checkouts of which nobody knows whether they were written. */
    unsettled,
    /** Answers that showed what is another’s, each told in one line. */
    strays,
    /** A path below `/api/v2`, outside of any load: asked for again while the shop says that it cannot answer now. `own`: the marker that it may show. */
    readPatiently: (path: string, own?: string) => patiently('browse', () => read(path, undefined, own)),
    /** Sends an acknowledged checkout once more, outside of any load and as patiently. */
    repeatPatiently: (key: string, order: PlaceOrder) => patiently('checkout', () => placeOnce(key, order)),
    /** Sends a checkout once, outside of any load. */
    placeOnce: async (key: string, order: PlaceOrder) => {
      const answer = await placeOnce(key, order)
      if (!acknowledged.has(key)) remember(key, order, answer)
      return answer
    },
    /** One request with the client's own single retry; a checkout's second try has the key of the first. `scope` is a signed lab scope. */
    serve: async (request: Arrival['ask'], scope?: string): Promise<Served> => {
      const sentMs = clock.now()
      const answer = await send(request, scope)
      const { verdict: first, error, retryable } = judge(request.kind, answer)
      const refusal = error === null ? undefined : refusalOf(answer, clock.now() - sentMs)
      if (!retryable) return { first, final: first, tries: 1, degraded: isDegraded(answer), error, refusal }
      await clock.sleep(Math.min(pauseOf(answer), retryPauseMsMax))
      const again = await send(request, scope)
      const final = together(first, judge(request.kind, again).verdict)
      if (final === 'unknown' && request.kind === 'checkout') unsettled.set(request.key, request.order)
      return { first, final, tries: 2, degraded: isDegraded(again), error, refusal }
    },
  }
}

/** What a client is made of. */
export interface ShopClientOptions {
  readonly gateway: string
  readonly apiKey: string
  readonly ask: Ask
  readonly clock: Clock
}

/** Longer than the shop’s own deadlines (2 s, a checkout’s 10 s), so that it is the shop that answers. */
const straysMax = 1_000
const browseMsMax = 6_000
const checkoutMsMax = 12_000
const retryPauseMs = 100
const patientTriesMax = 6
const patientPauseMs = 1_000
const retryPauseMsMax = 1_000

function pauseOf(answer: Answer): number {
  return answer.retryAfterMs ?? retryPauseMs
}

function refusalOf({ retryAfterMs }: Answer, tookMs: number): Refusal {
  return { tookMs, saysWhen: retryAfterMs !== undefined }
}

/** Without reading the whole answer as JSON: the load shares the machine with the shop. */
function isDegraded(answer: Answer): boolean {
  return answer.status === 200 && /"degraded":\["/.test(answer.text)
}
