import type { Attempt, CompareRequest, Comparison } from '@switchyard/contracts/lab'
import type { storefront } from '@switchyard/contracts/storefront'
import { CallerLeft } from '@switchyard/rpc/deadline'
import type { CallContext, CallScope } from '@switchyard/rpc/envelope'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import type { Handler } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import { percentile } from './percentile.ts'
import type { Services } from './services.ts'

/** Each call ends by then, however it is made. */
const callMsMax = 2_000
/** Different keys, so that consistent hashing has something to spread. */
const skusMax = 12

interface CompareOptions {
  services: Pick<Services, 'inventory'>
  ownScope: () => CallScope
  clock: Clock
  /** Milliseconds with fractions, for measuring alone. */
  elapsedMs: () => number
  newId: () => string
}

/**
 * Makes the same real calls in several ways at the same time, all at the same moments, whatever has come of those before
 * (an open loop), so that the lanes meet the same weather. One comparison at a time: more would disturb one another.
 */
export function compare(options: CompareOptions): Handler<typeof storefront.lab.operations.compare> {
  const { services, ownScope, clock, elapsedMs, newId } = options
  let busyUntilMs = 0
  return async ({ input, ctx }) => {
    const waitMs = busyUntilMs - clock.now()
    if (busyUntilMs > 0) throw new Failure('overloaded', { detail: busy, retryAfterMs: Math.max(waitMs, 250) })
    busyUntilMs = clock.now() + (input.calls * 1_000) / input.perSecond + callMsMax
    try {
      const at = new Date(clock.now()).toISOString()
      const skus = await someSkus(services, ownScope())
      const session = ctx.envelope.lab?.session ?? newId()
      const load: Load = { ...options, input, ctx, skus, session, startMs: elapsedMs() }
      const lanes = await Promise.all(input.lanes.map((lane) => runLane(lane, load)))
      return { at, operation: 'inventory.stockBySku', lanes }
    } finally {
      busyUntilMs = 0
    }
  }
}

const busy = 'Another comparison is running; it ends by itself.'

type Lane = CompareRequest['lanes'][number]
type LaneResult = Comparison['lanes'][number]
type MadeCall = LaneResult['calls'][number]

interface Load extends CompareOptions {
  input: CompareRequest
  ctx: CallContext
  skus: readonly string[]
  session: string
  startMs: number
}

async function someSkus({ inventory }: CompareOptions['services'], scope: CallScope): Promise<string[]> {
  const { items } = await inventory(scope).listPrints.query({ limit: skusMax })
  const skus = items.flatMap(({ slug, sizes: [size] }) => (size ? [`${slug}-${size}`] : []))
  if (skus.length === 0) throw new Failure('not_found', { detail: 'The catalogue is empty; there is nothing to ask.' })
  return skus
}

async function runLane(lane: Lane, load: Load): Promise<LaneResult> {
  const { calls: count, perSecond } = load.input
  const due = Array.from({ length: count }, (_, index) => (index * 1_000) / perSecond)
  const calls = await Promise.all(due.map((atMs, index) => makeCall(lane, { ...load, atMs, index })))
  const answered = calls.filter(({ ok }) => ok).map(({ ms }) => ms)
  return {
    ...lane,
    calls,
    failed: calls.length - answered.length,
    attempts: calls.reduce((sum, { attempts }) => sum + attempts.length, 0),
    p50Ms: percentile(answered, 0.5),
    p99Ms: percentile(answered, 0.99),
    shares: sharesOf(calls),
  }
}

/** One call at its moment; it counts from that moment, also when we ourselves were late to make it. */
async function makeCall({ without, strategy }: Lane, load: Load & { atMs: number; index: number }): Promise<MadeCall> {
  const { services, ctx, session, skus, clock, elapsedMs, startMs, atMs, index } = load
  const dueMs = startMs + atMs
  await clock.sleep(Math.max(Math.ceil(dueMs - elapsedMs()), 0), ctx.signal)
  if (ctx.signal.aborted) throw new CallerLeft()
  const attempts: Attempt[] = []
  const { principal, traceparent } = ctx.envelope
  const scope: CallScope = {
    principal,
    traceparent,
    deadlineAtMs: clock.now() + callMsMax,
    signal: ctx.signal,
    lab: { session, without, ...(strategy ? { strategy } : {}) },
    attempts,
  }
  const code = await services
    .inventory(scope)
    .stockBySku.query({ sku: skus[index % skus.length] ?? '' })
    .then(
      () => null,
      (error: unknown) => (isFailure(error) ? error.code : 'internal'),
    )
  const instanceId = attempts.findLast(({ outcome }) => outcome === 'answered')?.instanceId ?? null
  return { atMs, ms: tidy(elapsedMs() - dueMs), ok: code === null, code, instanceId, attempts }
}

const tidy = (ms: number) => Math.max(Math.round(ms * 100) / 100, 0)

function sharesOf(calls: readonly MadeCall[]): LaneResult['shares'] {
  const answered = new Map<string, number>()
  for (const { ok, instanceId } of calls) {
    if (ok && instanceId) answered.set(instanceId, (answered.get(instanceId) ?? 0) + 1)
  }
  return [...answered]
    .map(([instanceId, count]) => ({ instanceId, answered: count }))
    .sort((a, b) => a.instanceId.localeCompare(b.instanceId))
}
