import type { FaultReport } from './report.ts'
import type { InjectionReport } from './report-injection.ts'

/** What a row of the table has no room for: how orders ended, what was measured beside, what was broken. */
export function notesOf(report: FaultReport): string[] {
  const { fault, baseline, faulted, orders, violations, settledMs, injections, brokenOff, attempts } = report
  const ends = Object.entries(orders).map(([status, count]) => `${count} ${status}`)
  const shown = violations.slice(0, violationsShownMax)
  const rest = violations.length - shown.length
  return [
    `${fault}: orders ended ${ends.join(', ') || 'not at all: there was none'}${settledMs === undefined ? '' : ` (all at rest after ${seconds(settledMs)})`}`,
    ...(brokenOff === undefined ? [] : [`  broken off: ${brokenOff}`]),
    ...[...errorsOf('baseline', baseline.errors), ...errorsOf('under the fault', faulted.errors)],
    ...underWayOf(injections),
    ...lagOf(baseline.generatorLagP99Ms, faulted.generatorLagP99Ms),
    ...(faulted.degraded === 0 ? [] : [`  ${faulted.degraded} answers with parts missing or from the last good copy`]),
    ...measured.flatMap(([name, says]) => spreadOf(says, injections, name)),
    ...(attempts === undefined
      ? []
      : [`  the gateways made ${attempts.calls} calls in ${attempts.attempts} tries${ratioOf(attempts)}`]),
    ...findingsOf(injections),
    ...shown.map(({ invariant, what }) => `  BROKEN ${invariant}: ${what}`),
    ...(rest === 0 ? [] : [`  … and ${rest} more, all in the JSON file`]),
  ]
}

const violationsShownMax = 10

const measured = [
  ['outMs', 'taken out of the choice after'],
  ['askedMs', 'the last call was sent to it after'],
  ['shareMs', 'newcomer has its share after'],
  ['registeredMs', 'registry whole after'],
  ['takenMs', 'a canary taken from every queue after'],
  ['servingMs', 'calm after the engine was ready within'],
  ['recoveredMs', 'calm after the healing within'],
] as const

function spreadOf(says: string, injections: readonly InjectionReport[], name: (typeof measured)[number][0]): string[] {
  const values = injections.map((injection) => injection[name]).filter((value) => value !== undefined)
  if (values.length === 0) return []
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  return [
    `  ${says}: median ${middle.toFixed(0)} ms, worst ${Math.max(...sorted).toFixed(0)} ms; measured ${sorted.length} of ${injections.length} times`,
  ]
}

function ratioOf({ calls, attempts }: { calls: number; attempts: number }): string {
  return calls === 0 ? '' : ` (${(attempts / calls).toFixed(3)} a call)`
}

function findingsOf(injections: readonly InjectionReport[]): string[] {
  const names = new Set(injections.flatMap(({ findings }) => Object.keys(findings)))
  return [...names].map((name) => {
    const values = injections.map(({ findings }) => findings[name] ?? 0)
    const isTime = name.endsWith('Ms')
    const value = isTime ? Math.max(...values) : values.reduce((a, b) => a + b, 0)
    return `  ${says[name] ?? name}: ${value.toFixed(0)}${isTime ? ' ms at worst' : ''}`
  })
}

const says: Readonly<Record<string, string>> = {
  lastRequestMs: 'last call on the line, of any caller, after the fault came',
  rogueRequests: 'requests that reached the rogue',
  badTokens: 'bad tokens offered',
  badTokensLetIn: 'bad tokens let in',
  bytesLost: 'bytes of the append-only file that were lost',
  bytesFilled: 'bytes that the disk was filled with',
  startsRefused: 'starts that were refused',
  servedWhileEvicting: 'times that an instance served with a Redis that evicts',
  connectionsTaken: 'connections that were taken',
  webhooks: 'webhooks that came again',
  webhooksRefused: 'webhooks that were refused',
}

function errorsOf(when: string, errors: Readonly<Record<string, number>>): string[] {
  const told = Object.entries(errors).map(([error, count]) => `${count} × ${error}`)
  return told.length === 0 ? [] : [`  first tries that failed, ${when}: ${told.join(', ')}`]
}

/** A connection that breaks costs at most what was under way on it. */
function underWayOf(injections: readonly InjectionReport[]): string[] {
  const count = injections.reduce((sum, { underWay }) => sum + underWay, 0)
  return injections.length === 0 ? [] : [`  ${count} requests were under way when it came, all times together`]
}

/** Latency counts from the intended moment, so a starved machine makes the shop look slow; this tells how much of it. */
function lagOf(baselineMs = 0, faultedMs = 0): string[] {
  if (Math.max(baselineMs, faultedMs) < lagToldMs) return []
  return [
    `  the machine was short of CPU: the load itself was sent late, p99 ${baselineMs.toFixed(0)} → ${faultedMs.toFixed(0)} ms`,
  ]
}

const lagToldMs = 20

function seconds(value: number): string {
  return `${(value / 1000).toFixed(1)} s`
}
