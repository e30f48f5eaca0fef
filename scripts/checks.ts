import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Counts } from './test-reports.ts'

/** How one check, or one suite of tests, came out. */
export interface Outcome extends Counts {
  name: string
  seconds: number
  /** What it printed, told only when something failed. */
  output: string
}

export interface CommandCheck {
  name: string
  command: readonly [string, ...string[]]
  env?: Record<string, string>
  /** A JSON report that the command writes; its tests count instead of the command itself. */
  report?: { file: string; read: (json: unknown) => Counts }
  /** Show the output as it comes. */
  live?: boolean
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

function countsOf({ report, command }: CommandCheck, code: number): Counts {
  const whole = { passed: 0, failed: 1, failures: [`${command.join(' ')} ended with ${code}`] }
  if (!report) return code === 0 ? { passed: 1, failed: 0, failures: [] } : whole
  try {
    const counts = report.read(JSON.parse(readFileSync(report.file, 'utf8')))
    if (counts.passed + counts.failed === 0) return whole
    return code !== 0 && counts.failed === 0 ? { ...whole, passed: counts.passed } : counts
  } catch {
    return whole
  }
}
