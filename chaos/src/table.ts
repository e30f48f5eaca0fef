import type { FaultReport } from './report.ts'
import { worded } from './statistics.ts'

/** The table of a campaign, for a terminal: one row a fault, then every violation and the errors that were seen. */
export function tableOf(reports: readonly FaultReport[]): string {
  const rows = [headings, ...reports.map(rowOf)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [line(headings), rule, ...rows.slice(1).map(line), '', ...reports.flatMap(notesOf), legend].join('\n')
}

const headings = [
  'fault',
  'n',
  'rate',
  'errors before retry',
  'errors after retry',
  'p50 ms',
  'p99 ms',
  'worst ms',
  'noticed',
  'whole again',
  'invariants',
] as const

const legend = [
  'p50 and p99: fault-free baseline of the same run → under the fault, from the intended send time, retry included.',
  'noticed: longest time from an injection to the last failed or slow request before two calm seconds.',
  'whole again: longest time from healing (or injection, where it heals by itself) to every instance ready and reached.',
].join('\n')

function rowOf({ fault, injections, rate, baseline, faulted, violations }: FaultReport): string[] {
  const { errorsBeforeRetry, errorsAfterRetry, operations } = faulted
  return [
    fault,
    String(injections.length),
    `${rate}/s`,
    worded(errorsBeforeRetry, operations),
    worded(errorsAfterRetry, operations),
    `${ms(baseline.p50Ms)} → ${ms(faulted.p50Ms)}`,
    `${ms(baseline.p99Ms)} → ${ms(faulted.p99Ms)}`,
    ms(faulted.worstMs),
    longest(injections.map(({ noticedMs }) => noticedMs)),
    longest(injections.map(({ wholeMs }) => wholeMs)),
    violations.length === 0 ? 'hold' : `${violations.length} BROKEN`,
  ]
}

function notesOf({ fault, baseline, faulted, orders, violations, settledMs }: FaultReport): string[] {
  const ends = Object.entries(orders).map(([status, count]) => `${count} ${status}`)
  const shown = violations.slice(0, violationsShownMax)
  const rest = violations.length - shown.length
  return [
    `${fault}: orders ended ${ends.join(', ') || 'not at all: there was none'}${settledMs === undefined ? '' : ` (all at rest after ${seconds(settledMs)})`}`,
    ...[...errorsOf('baseline', baseline.errors), ...errorsOf('under the fault', faulted.errors)],
    ...lagOf(baseline.generatorLagP99Ms, faulted.generatorLagP99Ms),
    ...(faulted.degraded === 0 ? [] : [`  ${faulted.degraded} answers with parts missing or from the last good copy`]),
    ...shown.map(({ invariant, what }) => `  BROKEN ${invariant}: ${what}`),
    ...(rest === 0 ? [] : [`  … and ${rest} more, all in the JSON file`]),
    '',
  ]
}

const violationsShownMax = 10

function errorsOf(when: string, errors: Readonly<Record<string, number>>): string[] {
  const told = Object.entries(errors).map(([error, count]) => `${count} × ${error}`)
  return told.length === 0 ? [] : [`  first tries that failed, ${when}: ${told.join(', ')}`]
}

/** Latency counts from the intended moment, so a starved machine makes the shop look slow; this tells how much of it. */
function lagOf(baselineMs: number | undefined, faultedMs: number | undefined): string[] {
  if (Math.max(baselineMs ?? 0, faultedMs ?? 0) < lagToldMs) return []
  return [`  the machine was short of CPU: the load itself was sent late, p99 ${ms(baselineMs)} → ${ms(faultedMs)} ms`]
}

const lagToldMs = 20

function ms(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(value < 10 ? 1 : 0)
}

function longest(values: readonly (number | undefined)[]): string {
  if (values.length === 0) return '–'
  if (values.includes(undefined)) return 'not seen'
  return seconds(Math.max(...values.map((value) => value ?? 0)))
}

function seconds(value: number): string {
  return `${(value / 1000).toFixed(1)} s`
}
