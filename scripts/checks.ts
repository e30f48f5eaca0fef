import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** How one check, or one suite of tests, came out. */
export interface Outcome {
  name: string
  passed: number
  failed: number
  seconds: number
  /** What it printed, told only when something failed. */
  output: string
}

export interface CommandCheck {
  name: string
  command: readonly [string, ...string[]]
  env?: Record<string, string>
  /** A JSON report that the command writes; its tests are counted instead of the command itself. */
  report?: { file: string; count: (json: unknown) => Counts }
  /** Show the output as it comes. */
  live?: boolean
}
export interface Counts {
  passed: number
  failed: number
}

const running = new Set<ReturnType<typeof spawn>>()

/** Ends what still runs, for Ctrl-C. */
export const endChecks = () => {
  for (const child of running) child.kill('SIGTERM')
}

/** Runs one command to its end. A command that fails without a failed test in its report counts as one failure. */
export async function runCheck(check: CommandCheck): Promise<Outcome> {
  const begun = performance.now()
  const [program, ...args] = check.command
  const child = spawn(program, args, {
    env: { ...process.env, CI: 'true', ...check.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  const take = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-200_000)
    if (check.live) process.stdout.write(chunk)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      output += `${error}\n`
      resolve(1)
    })
    child.on('close', (exit) => resolve(exit ?? 1))
  })
  running.delete(child)
  const counts = countsOf(check, code)
  return { name: check.name, ...counts, seconds: (performance.now() - begun) / 1000, output: check.live ? '' : output }
}

function countsOf({ report }: CommandCheck, code: number): Counts {
  const alone = code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  if (!report) return alone
  try {
    const counts = report.count(JSON.parse(readFileSync(report.file, 'utf8')))
    if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1 }
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** Counts a Vitest JSON report. */
export const countVitest = (json: unknown): Counts => {
  const { numPassedTests, numTotalTests } = json as { numPassedTests: number; numTotalTests: number }
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests }
}

/** Counts a Playwright JSON report; a flaky test is a failed one. */
export const countPlaywright = (json: unknown): Counts => {
  const { expected, unexpected, flaky, skipped } = (
    json as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }
  ).stats
  return { passed: expected, failed: unexpected + flaky + skipped }
}

/** Counts the faults of a campaign: one is passed when it came, nobody saw an error after a retry, and nothing was lost. */
export const countChaos = (json: unknown): Counts => {
  const { reports, notRun } = json as {
    reports: {
      injections: unknown[]
      brokenOff: string | null
      violations: unknown[]
      baseline: Errors
      faulted: Errors
    }[]
    notRun: unknown[]
  }
  const passed = reports.filter(
    ({ injections, brokenOff, violations, baseline, faulted }) =>
      injections.length > 0 &&
      brokenOff === null &&
      violations.length === 0 &&
      baseline.errorsAfterRetry === 0 &&
      faulted.operations > 0 &&
      faulted.errorsAfterRetry === 0,
  )
  return { passed: passed.length, failed: reports.length - passed.length + notRun.length }
}
interface Errors {
  operations: number
  errorsAfterRetry: number
}
