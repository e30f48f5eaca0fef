/** Reads what test runners report: how many passed, how many did not, and which. */
import { stripVTControlCharacters } from 'node:util'

export interface Counts {
  passed: number
  failed: number
  /** A line for each that failed: where it stands, its name and what it met. */
  failures: readonly string[]
}

/** Reads a Vitest JSON report; a skipped test is a failed one. */
export function readVitest(json: unknown): Counts {
  const { numPassedTests, numTotalTests, testResults } = json as VitestReport
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status !== 'passed')
    if (status !== 'passed' && failed.length === 0) return [told(inProject(name), message)]
    return failed.map((one) => told(`${inProject(name)} › ${one.fullName}`, one.failureMessages?.[0] ?? one.status))
  })
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests, failures }
}
interface VitestReport {
  numPassedTests: number
  numTotalTests: number
  testResults: readonly {
    /** The file's whole path. */
    name: string
    status: string
    message?: string
    assertionResults: readonly { status: string; fullName: string; failureMessages?: readonly string[] }[]
  }[]
}

/** Reads a Playwright JSON report; a test that is flaky, or skipped, is a failed one. */
export function readPlaywright(json: unknown): Counts {
  const { stats, suites = [] } = json as PlaywrightReport
  const failures = suites.flatMap(specsIn).flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected' && status !== 'skipped')
      .map(({ status, results }) => {
        const error = results.findLast((result) => result.error)?.error
        return told(`${file} › ${title}`, error?.message ?? status)
      }),
  )
  // What failed first keeps the rest from being run: one line for all of it.
  if (stats.skipped > 0) failures.push(`not run: ${stats.skipped}`)
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped, failures }
}
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites?: readonly PlaywrightSuite[]
}
interface PlaywrightSuite {
  specs?: readonly PlaywrightSpec[]
  suites?: readonly PlaywrightSuite[]
}
interface PlaywrightSpec {
  file: string
  title: string
  tests: readonly { status: string; results: readonly { error?: { message?: string } }[] }[]
}

const specsIn = ({ specs = [], suites = [] }: PlaywrightSuite): readonly PlaywrightSpec[] => [
  ...specs,
  ...suites.flatMap(specsIn),
]

/** Reads a campaign's report: a fault is passed when it came, nobody saw an error after a retry, and nothing was lost. */
export function readChaos(json: unknown): Counts {
  const { reports, notRun } = json as ChaosReport
  const failed = reports.filter(
    ({ injections, brokenOff, violations, baseline, faulted }) =>
      injections.length === 0 ||
      brokenOff !== null ||
      violations.length > 0 ||
      baseline.errorsAfterRetry > 0 ||
      faulted.operations === 0 ||
      faulted.errorsAfterRetry > 0,
  )
  const failures = [
    ...failed.map((report) => told(report.fault, JSON.stringify(short(report)))),
    ...notRun.map(({ fault, why }) => told(fault, `was not run: ${why}`)),
  ]
  return { passed: reports.length - failed.length, failed: failed.length + notRun.length, failures }
}
interface ChaosReport {
  reports: readonly {
    fault: string
    injections: readonly unknown[]
    brokenOff: string | null
    violations: readonly unknown[]
    baseline: Errors
    faulted: Errors
  }[]
  notRun: readonly { fault: string; why: string }[]
}
interface Errors {
  operations: number
  errorsAfterRetry: number
}

const short = ({ injections, brokenOff, violations, baseline, faulted }: ChaosReport['reports'][number]) => ({
  came: injections.length,
  brokenOff,
  violations,
  errorsBefore: baseline.errorsAfterRetry,
  errors: faulted.errorsAfterRetry,
  of: faulted.operations,
})

const inProject = (file: string) => file.replace(`${process.cwd()}/`, '')

/** On one line, without colours, cut where it gets long. */
const told = (where: string, what = '') =>
  `${where}: ${stripVTControlCharacters(what).replaceAll(/\s+/g, ' ').trim().slice(0, 600)}`
