import type { Campaigned } from './campaign.ts'
import type { Figures } from './figures.ts'
import { type Judgement, judgeGoals } from './goals.ts'
import { notesOf } from './notes.ts'
import type { FaultReport } from './report.ts'
import { worded } from './statistics.ts'

/** The table of a campaign, for a terminal: one row a fault and lane, then every violation, goal and error that was seen. */
export function tableOf({ reports, notRun, capacities }: Campaigned): string {
  const rows = [headings, ...reports.flatMap(rowsOf), ...notRun.map(({ fault }) => [fault, 'not run'])]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [
    ...capacities.map(({ ground, perSecond }) => `capacity, ${ground} shop: ${perSecond} requests a second`),
    line(headings),
    rule,
    ...rows.slice(1).map(line),
    '',
    ...notRun.map(({ fault, why }) => `${fault} was not run: ${why}`),
    ...reports.flatMap((report) => [
      ...notesOf(report),
      ...judgeGoals(report).map((each) => goalLine(report, each)),
      '',
    ]),
    legend,
  ].join('\n')
}

const headings = [
  'fault',
  'n',
  'rate',
  'errors before retry',
  'errors after retry',
  'p50 ms',
  'p99 ms',
  'p99 added',
  'worst ms',
  'noticed',
  'whole again',
  'invariants',
] as const

const legend = [
  'p50 and p99: fault-free baseline of the same run → under the fault, from the intended send time, retry included.',
  'noticed: longest time from an injection to the last failed or slow request before two calm seconds.',
  'whole again: longest time from healing (or injection, where it heals by itself) to every instance ready and reached.',
  'without …: the same requests at the same time, sent without that pattern of the calling chain.',
].join('\n')

function rowsOf(report: FaultReport): string[][] {
  const { fault, injections, rate, baseline, faulted, violations, lanes } = report
  return [
    [
      fault,
      String(injections.length),
      `${rate}/s`,
      ...cellsOf(baseline, faulted),
      longest(injections.map(({ noticedMs }) => noticedMs)),
      longest(injections.map(({ wholeMs }) => wholeMs)),
      violations.length === 0 ? 'hold' : `${violations.length} BROKEN`,
    ],
    ...lanes.map((lane) => [`  without ${lane.without}`, '', `${rate}/s`, ...cellsOf(lane.baseline, lane.faulted)]),
  ]
}

function cellsOf(baseline: Figures, faulted: Figures): string[] {
  const added =
    baseline.p99Ms === undefined || faulted.p99Ms === undefined
      ? undefined
      : Math.max(0, faulted.p99Ms - baseline.p99Ms)
  return [
    worded(faulted.errorsBeforeRetry, faulted.operations),
    worded(faulted.errorsAfterRetry, faulted.operations),
    `${ms(baseline.p50Ms)} → ${ms(faulted.p50Ms)}`,
    `${ms(baseline.p99Ms)} → ${ms(faulted.p99Ms)}`,
    ms(added),
    ms(faulted.worstMs),
  ]
}

function goalLine({ fault }: FaultReport, { says, measured, max, unit, outcome }: Judgement): string {
  const space = unit === 'ms' ? ' ' : ''
  const figure =
    measured === Number.POSITIVE_INFINITY ? 'never' : `${measured?.toFixed(unit === '×' ? 2 : 0)}${space}${unit}`
  const value = measured === undefined ? '' : ` ${figure}`
  return `  goal ${fault}: ${says} ≤ ${max}${space}${unit}:${value} ${outcome}`
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(value < 10 ? 1 : 0)
}

function longest(values: readonly (number | undefined)[]): string {
  if (values.length === 0) return '–'
  if (values.includes(undefined)) return 'not seen'
  return `${(Math.max(...values.map((value) => value ?? 0)) / 1000).toFixed(1)} s`
}
