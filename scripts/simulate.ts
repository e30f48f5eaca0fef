/**
 * `npm run simulate`: plays orders through schedules that nobody would wait for. The real code of orders and inventory, on
 * doubles of its databases, its queues, its bank and its clock; a seed decides what happens next, and everything must hold.
 *
 *     npm run simulate                                          100,000 different schedules, from seed 1 on
 *     npm run simulate -- --schedules 5000 --seed 9             5,000 of them, from seed 9 on
 *     npm run simulate -- --schedules 1 --seed 77               one schedule, printed line by line
 *     npm run simulate -- --schedules 1 --seed 77 --trouble 12  the same, with no trouble after its first 12 acts
 *
 * Keeps a JSON file in `proofs/results` unless it played one schedule alone. Exit code 0: nothing was violated.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { currentCommit, resultsName } from '../host/src/kept-results.ts'
import { type CampaignReport, campaign } from '../proofs/src/simulation/campaign.ts'
import { play } from '../proofs/src/simulation/play.ts'

// Errors are part of many schedules; nobody reads where they came from.
Error.stackTraceLimit = 0
const { schedules, seed, trouble } = asked()
if (schedules === 1) await replay()
else await run()

async function replay(): Promise<void> {
  const { lines, violations, hash, ends, trouble: until } = await play({ seed, troubleMax: trouble })
  for (const [index, line] of lines.entries()) {
    if (index === until) console.log('      calm')
    console.log(`${String(index + 1).padStart(4)}. ${line}`)
  }
  console.log(`seed ${seed}, schedule ${hash}; orders ended ${ends.join(', ')}`)
  for (const violation of violations) console.log(`✗ ${violation}`)
  console.log(`${violations.length} violations`)
  process.exitCode = violations.length === 0 ? 0 : 1
}

async function run(): Promise<void> {
  const [at, commit] = [new Date().toISOString(), currentCommit()]
  const begun = performance.now()
  const report = await campaign({ seed, schedules, told })
  const seconds = (performance.now() - begun) / 1000
  const cpuSeconds = process.cpuUsage().user / 1_000_000
  const { played, distinct, acts, deaths, timers, ends, failing } = report
  for (const one of failing) {
    const again = `npm run simulate -- --schedules 1 --seed ${one.seed} --trouble ${one.trouble}`
    console.log(`✗ seed ${one.seed}: ${one.violations.join('\n    ')}\n    again: ${again}`)
  }
  console.log(`orders ended ${endings(ends)}`)
  console.log(`${acts} acts, of which ${deaths} crashes and ${timers} timers`)
  console.log(`${played} schedules, ${distinct} of them different, in ${seconds.toFixed(0)} s`)
  console.log(`kept in ${keep({ at, commit, seed, seconds, cpuSeconds, ...report })}`)
  console.log(`${failing.length} violations`)
  process.exitCode = failing.length === 0 ? 0 : 1
}

function told({ played, distinct, failing }: CampaignReport): void {
  const seeds = failing.length > 0 ? `, with seed ${failing.map((one) => one.seed).join(', ')}` : ''
  console.log(`… ${played} schedules, ${distinct} of them different, ${failing.length} violations${seeds}`)
}
function endings(ends: CampaignReport['ends']): string {
  return Object.entries(ends)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ')
}

interface Result extends CampaignReport {
  at: string
  commit: string
  seed: number
  seconds: number
  cpuSeconds: number
}

function keep(result: Result): string {
  const folder = join(import.meta.dirname, '../proofs/results')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `simulate-${resultsName(result)}`)
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  return file
}

function asked(): { schedules: number; seed: number; trouble: number | undefined } {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      trouble: { type: 'string' },
    },
  })
  return {
    schedules: countOf('--schedules', values.schedules, 1),
    seed: countOf('--seed', values.seed, 0),
    trouble: values.trouble === undefined ? undefined : countOf('--trouble', values.trouble, 0),
  }
}

function countOf(option: string, text: string, least: number): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= least) return count
  process.stderr.write(`${option} is a whole number from ${least} on; not ${text}\n`)
  process.exit(2)
}
