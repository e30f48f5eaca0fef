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
      const { out = null, outSince = null } = instances.find(({ instanceId }) => instanceId === target) ?? {}
      // A doubt that passes is no finding; one that is borne out counts from its beginning.
      const outMs = outSince === null || out === 'doubted' ? Number.NaN : Date.parse(outSince)
      if (outMs >= atMs - clockMs && outMs < untilMs && !first.has(caller)) first.set(caller, Math.max(0, outMs - atMs))
    }
  }
  return first.size === 0 ? undefined : Math.max(...first.values())
}

/**
 * How long any gateway went on sending calls to the instance, while the fault lasted; 0 when none was sent after it came.
 * Undefined when no gateway was seen in that time.
 */
export function askedForMs({ callers }: Sightings, { target, atMs, healedAtMs }: Injection): number | undefined {
  const seen = callers.filter((sight) => sight.atMs > atMs && sight.atMs < healedAtMs)
  const instances = seen.flatMap(({ views }) => views.flatMap((view) => view.instances))
  const sent = instances
    .filter(({ instanceId }) => instanceId === target)
    .map(({ lastSent }) => Date.parse(lastSent ?? ''))
  if (seen.length === 0) return undefined
  return Math.max(0, ...sent.filter((sentMs) => sentMs >= atMs).map((sentMs) => sentMs - atMs))
}

/**
 * How long a newcomer waits for its share: from the moment at which it is ready to the middle of the first two seconds of
 * which every gateway knows it, and in which it answered at least half of a fair share of all that they had answered. A
 * share that sets in from one moment to the next does so in the middle of such a time; in a shorter one there are too few
 * calls to tell. Undefined when that was not seen.
 */
export function shareAfterMs(seen: Sightings, { id, fromMs, untilMs }: Newcomer): number | undefined {
  const views = viewsByCaller(seen, id, { fromMs: fromMs - shareWindowMs, untilMs })
  const moments = [...views.values()].flat().filter(({ atMs }) => atMs >= fromMs + shareWindowMs / 2)
  for (const { atMs } of moments.sort((a, b) => a.atMs - b.atMs)) {
    const answers = [...views.values()].map((ofCaller) => answeredWithin(ofCaller, id, atMs))
    if (answers.some((each) => each?.own === undefined)) continue
    const [own, fair] = [sum(answers.map((each) => each?.own)), sum(answers.map((each) => each?.fair))]
    if (own >= fair / 2) return atMs - shareWindowMs / 2 - fromMs
  }
  return undefined
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

/** How often a process of a service began anew, from the last look before to the last one within. */
export function restartsBetween({ instances }: Sightings, fromMs: number, untilMs: number): number {
  const counts = ({ list }: Sightings['instances'][number]) =>
    new Map(list.flatMap(({ id, service, restarts }) => (engines.includes(service) ? [] : [[id, restarts] as const])))
  const first = instances.findLast(({ atMs }) => atMs <= fromMs) ?? instances[0]
  const last = instances.findLast(({ atMs }) => atMs <= untilMs)
  if (first === undefined || last === undefined) return 0
  const before = counts(first)
  return sum([...counts(last)].map(([id, restarts]) => restarts - (before.get(id) ?? restarts)))
}

const engines = ['postgres', 'redis']

/** A new process begins to count anew. */
const grown = (before: number, now: number) => (now >= before ? now - before : now)

const shareWindowMs = 2_000
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

/** What one gateway had answered in the two seconds before a moment: by this instance, and on average by one. */
function answeredWithin(views: readonly TimedView[], id: string, untilMs: number) {
  const now = views.findLast(({ atMs }) => atMs <= untilMs)
  const before = views.findLast(({ atMs }) => now !== undefined && atMs <= now.atMs - shareWindowMs)
  if (now === undefined || before === undefined) return undefined
  const counts = now.view.instances.map(({ instanceId, answered }) => {
    const was = before.view.instances.find((each) => each.instanceId === instanceId)?.answered ?? 0
    return { instanceId, count: grown(was, answered) }
  })
  const own = counts.find(({ instanceId }) => instanceId === id)?.count
  return { own, fair: sum(counts.map(({ count }) => count)) / counts.length }
}

const sum = (values: readonly (number | undefined)[]) => values.reduce((a: number, b) => a + (b ?? 0), 0)
