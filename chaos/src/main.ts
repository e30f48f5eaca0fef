/**
 * `npm run chaos`: does every call stay up, and does every order, print and cent survive, while parts of the shop die?
 *
 *     npm run chaos                                         every fault, a minute or more each
 *     npm run chaos -- --faults kill,redis-wipe --times 30 --rate 120 --seed 7
 *     npm run chaos -- --help                               all options and faults
 *
 * For each fault: up to 5 s to warm up, a fault-free baseline, the same open-loop load with the fault injected again and again,
 * healing, rest, and a check of every order against the payment provider's ledger and the stock. Prints a table and keeps
 * a JSON file. Exit code 0: all invariants hold; 1: one is broken, or the campaign could not run; 130: interrupted.
 */
import { join } from 'node:path'
import { currentCommit } from '@switchyard/host/kept-results'
import { prepareRedis } from '@switchyard/host/redis-package'
import { readSettings } from '@switchyard/host/settings'
import { systemClock } from '@switchyard/runtime/clock'
import { type Campaign, readArguments, UsageError } from './arguments.ts'
import { type Campaigned, runCampaign } from './campaign.ts'
import { judgeGoals } from './goals.ts'
import { findNamespace, runInstead } from './network-namespace.ts'
import { resultsPath, writeResults } from './results-file.ts'
import { tableOf } from './table.ts'
import { usage } from './usage.ts'

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

/** Partitions need a network that is nobody else's: the whole campaign then starts itself anew in one. */
async function run(campaign: Campaign): Promise<number> {
  if (campaign.inNamespace || campaign.faults.every(({ needs }) => needs !== 'namespace')) return runHere(campaign)
  const namespace = findNamespace({ isRoot: process.getuid?.() === 0 })
  if ('missing' in namespace) return runHere(campaign, namespace.missing)
  // In there is no way to an archive of packages.
  // biome-ignore lint/style/noProcessEnv: the shop lives in the environment of whoever starts it.
  await prepareRedis({ ...readSettings(join(import.meta.dirname, '../..'), process.env), signal })
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1), '--in-namespace']
  return runInstead(namespace.wrap(again), signal)
}

async function runHere(campaign: Campaign, withoutNamespace?: string): Promise<number> {
  const { faults, inNamespace, json, ...plan } = campaign
  const kept = { at: new Date().toISOString(), commit: currentCommit(), plan }
  const path = json ?? resultsPath(kept)
  const onProgress = (soFar: Campaigned) => writeResults(path, { ...kept, ...soFar })
  const found = await runCampaign({ campaign, withoutNamespace, clock, signal, write, onProgress })
  if (found.reports.length + found.notRun.length > 0) write(`\n${tableOf(found)}\nkept in ${path}`)
  return signal.aborted ? 130 : exitCodeOf(found, campaign)
}

function exitCodeOf({ reports, notRun }: Campaigned, { strict }: Campaign): number {
  const isBroken = reports.length === 0 || reports.some(({ violations }) => violations.length > 0)
  const misses = reports.flatMap(judgeGoals).filter(({ outcome }) => outcome !== 'met').length + notRun.length
  return isBroken || (strict && misses > 0) ? 1 : 0
}
