/**
 * `npm run chaos`: does every call stay up, and does every order, print and cent survive, while parts of the shop die?
 *
 *     npm run chaos                                         every fault, a minute each
 *     npm run chaos -- --faults kill,redis-wipe --seconds 30 --times 3 --rate 40 --seed 7
 *     npm run chaos -- --help                               all options and faults
 *
 * For each fault: 5 s to warm up, a fault-free baseline, the same open-loop load with the fault injected again and again,
 * healing, rest, and a check of every order against the payment provider's ledger and the stock. Prints a table and keeps
 * a JSON file. Exit code 0: all invariants hold; 1: one is broken, or the campaign could not run; 130: interrupted.
 */
import { systemClock } from '@switchyard/runtime/clock'
import { type Campaign, readArguments, UsageError, usage } from './arguments.ts'
import { openOwnShop } from './own-shop.ts'
import type { FaultReport } from './report.ts'
import { currentCommit, resultsPath, writeResults } from './results-file.ts'
import { runFault } from './run-fault.ts'
import { tableOf } from './table.ts'

const clock = { ...systemClock, now: () => performance.timeOrigin + performance.now() }
const stopping = new AbortController()
const { signal } = stopping
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort())
if (process.channel) process.once('disconnect', () => stopping.abort())
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
const write = (line: string) => void process.stdout.write(`${line}\n`)

try {
  const campaign = readArguments(process.argv.slice(2))
  if (campaign === 'help') write(usage())
  else process.exitCode = await run(campaign)
} catch (error) {
  const told = error instanceof UsageError ? error.message : error instanceof Error ? error.stack : error
  if (!signal.aborted) process.stderr.write(`\n${told}\n`)
  process.exitCode = signal.aborted ? 130 : 1
}
process.exit()

async function run({ faults, plan, instances, gateways, keepData, json }: Campaign): Promise<number> {
  const kept = { at: new Date().toISOString(), commit: currentCommit(), plan: { ...plan, instances, gateways } }
  const path = json ?? resultsPath(kept)
  const reports: FaultReport[] = []
  write(`starting a shop: ${instances} × orders, ${instances} × inventory, ${gateways} × gateway`)
  await using shop = await openOwnShop({ instances, gateways, keepData, clock, signal })
  if (keepData) write(`its data and logs stay in ${shop.dataDir}`)
  for (const fault of faults) {
    if (signal.aborted) break
    write(`${fault.name}: ${fault.about}; ${plan.times} × in ${plan.seconds} s at ${plan.rate}/s`)
    const report = await runFault({ fault, plan, subject: shop.subject, clock, signal })
    if (signal.aborted) break
    reports.push(report)
    writeResults(path, { ...kept, reports })
  }
  if (reports.length > 0) write(`\n${tableOf(reports)}\nkept in ${path}`)
  if (signal.aborted) return 130
  return reports.some(({ violations }) => violations.length > 0) ? 1 : 0
}
