import type { CallerView } from '@switchyard/contracts/lab'
import type { Injection } from './inject.ts'
import type { Sightings } from './watch-shop.ts'

/** Calls of the gateways to services, and what they cost in tries. */
export interface Attempts {
  readonly calls: number
  /** First tries, retries and hedges. */
  readonly attempts: number
  /** Tries that the budgets allow beside their share of the calls. */
  readonly reserve: number
}

/**
 * How long the slowest of the gateways that noticed went on choosing the instance: until it was taken out of the choice,
 * as they say themselves. Undefined when none was seen to notice.
 */
export function outAfterMs({ callers }: Sightings, { target, atMs }: Injection, untilMs: number): number | undefined {
  const first = new Map<string, number>()
  for (const { views } of callers) {
    for (const { caller, instances } of views) {
      const outSince = instances.find(({ instanceId }) => instanceId === target)?.outSince ?? null
      const outMs = outSince === null ? Number.NaN : Date.parse(outSince)
      if (outMs >= atMs - clockMs && outMs < untilMs && !first.has(caller)) first.set(caller, Math.max(0, outMs - atMs))
    }
  }
  return first.size === 0 ? undefined : Math.max(...first.values())
}

/**
 * How long a newcomer waits for its share: from the moment at which it is ready until the slowest gateway had at least
 * half of a fair share answered by it within half a second. Undefined when that was not seen.
 */
export function shareAfterMs(seen: Sightings, { id, fromMs, untilMs }: Newcomer): number | undefined {
  const firstByCaller = new Map<string, number | undefined>()
  for (const [caller, views] of viewsByCaller(seen, id, { fromMs: fromMs - shareWindowMs, untilMs })) {
    firstByCaller.set(caller, views.find(({ atMs }, index) => atMs >= fromMs && hasShare(views, index, id))?.atMs)
  }
  const moments = [...firstByCaller.values()]
  if (moments.length === 0 || moments.includes(undefined)) return undefined
  return Math.max(...moments.map((atMs) => (atMs ?? 0) - fromMs))
}

/** An instance that has just become ready, and until when to look. */
export interface Newcomer {
  readonly id: string
  readonly fromMs: number
  readonly untilMs: number
}

/** Those that became ready in this time, with a process that was not there before it. */
export function newcomers({ instances }: Sightings, { fromMs, untilMs }: Omit<Newcomer, 'id'>): Newcomer[] {
  const pidsBefore = new Set(instances.findLast(({ atMs }) => atMs <= fromMs)?.list.map(({ pid }) => pid))
  const found = new Map<string, Newcomer>()
  for (const { atMs, list } of instances) {
    if (atMs <= fromMs || atMs > untilMs) continue
    for (const { id, service, pid, state } of list) {
      const isNew = ['orders', 'inventory'].includes(service) && state === 'ready' && !pidsBefore.has(pid)
      if (isNew && !found.has(id)) found.set(id, { id, fromMs: atMs, untilMs })
    }
  }
  return [...found.values()]
}

/** What all gateways called, and how often they tried, from the last sight before to the last one within; undefined when nobody told. */
export function attemptsBetween({ callers }: Sightings, fromMs: number, untilMs: number): Attempts | undefined {
  const latest = new Map<string, CallerView>()
  let [calls, more] = [0, 0]
  for (const { atMs, views } of callers) {
    if (atMs > untilMs) continue
    for (const view of views) {
      const key = `${view.caller} ${view.service}`
      const before = latest.get(key)
      latest.set(key, view)
      if (before === undefined || atMs <= fromMs) continue
      calls += grown(before.calls, view.calls)
      more += grown(before.retries, view.retries) + grown(before.hedges, view.hedges)
    }
  }
  if (latest.size === 0) return undefined
  const reserve = [...latest.values()].reduce((sum, { retryBudget }) => sum + retryBudget.max, 0)
  return { calls, attempts: calls + more, reserve }
}

/** A new process begins to count anew. */
const grown = (before: number, now: number) => (now >= before ? now - before : now)

const shareWindowMs = 500
/** Instants on the wire are whole milliseconds, and another process's. */
const clockMs = 5

interface TimedView {
  readonly atMs: number
  readonly view: CallerView
}

/** Of each gateway, its views of the service to which the instance belongs. */
function viewsByCaller({ callers }: Sightings, id: string, { fromMs, untilMs }: Omit<Newcomer, 'id'>) {
  const found = new Map<string, TimedView[]>()
  for (const { atMs, views } of callers) {
    if (atMs < fromMs || atMs > untilMs) continue
    for (const view of views) {
      if (!id.startsWith(`${view.service}-`)) continue
      found.set(view.caller, [...(found.get(view.caller) ?? []), { atMs, view }])
    }
  }
  return found
}

function hasShare(views: readonly TimedView[], index: number, id: string): boolean {
  const now = views[index]
  const before = views.findLast(({ atMs }) => now !== undefined && atMs <= now.atMs - shareWindowMs)
  if (now === undefined || before === undefined) return false
  const answered = now.view.instances.map(({ instanceId, answered }) => {
    const was = before.view.instances.find((each) => each.instanceId === instanceId)?.answered ?? 0
    return { instanceId, count: grown(was, answered) }
  })
  const total = answered.reduce((sum, { count }) => sum + count, 0)
  const own = answered.find(({ instanceId }) => instanceId === id)?.count ?? 0
  return own > 0 && own >= total / answered.length / 2
}
