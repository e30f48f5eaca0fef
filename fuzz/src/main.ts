/**
 * `npm run fuzz`: asks every operation over every protocol as every caller, in thousands of ways, most of them wrong, and
 * holds each answer to what the shop promises: no 5xx, no crash, nothing of ours in a refusal, nothing of others', every
 * success as its contract says.
 *
 *     npm run fuzz                                 200,000 requests; Ctrl-C ends it early and tells what was found
 *     npm run fuzz -- --requests 5000 --seed 7
 *     npm run fuzz -- --seconds 60
 *     npm run fuzz -- --seed 7 --case 4711         one case, with its request and its answer
 *
 * The shop is whole and in one process, behind its real gateway, on engines of its own; only the host is a stand-in, so
 * that nobody is killed. Keeps a JSON file in `fuzz/results`. Exit code 0: nothing was found.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { currentCommit, resultsName } from '@switchyard/host/kept-results'
import { openFrontDoor } from '@switchyard/proofs/front-door'
import { createLog } from '@switchyard/runtime/log'
import { startTestEngines } from '../../scripts/test-engines.ts'
import { openCampaign } from './campaign.ts'
import { given, inherited } from './env.ts'
import { createShooter } from './shoot.ts'
import type { Finding } from './tally.ts'
import { titleOf } from './targets.ts'

const heapGrowthMbMax = 32
const asked = askedOf()
const at = new Date().toISOString()
await using opened = new AsyncDisposableStack()
const engines = await openEngines()
const crashes: string[] = []
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => void crashes.push(`${event}: ${String(error)}`))
}
const bugs: string[] = []
const log = createLog({
  instance: 'fuzz',
  level: 'error',
  to: { write: (line) => void bugs.push(line.slice(0, 2_000)) },
})
const door = opened.use(await openFrontDoor({ ...engines, log }))
const campaign = opened.use(await openCampaign(door))

if (asked.case !== undefined) await showCase(asked.case)
else process.exitCode = (await campaignFinds()) ? 1 : 0
await opened.disposeAsync()
process.exit()

async function campaignFinds(): Promise<boolean> {
  const { seed, requests, seconds } = asked
  console.log(
    `${campaign.targets.length} operations over their protocols, ${campaign.round} cases a round; seed ${seed}`,
  )
  const right = await campaign.askRightly()
  right.findings.forEach(tell)
  const endMs = seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1_000
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const begunMs = Date.now()
  let warmMb: number | undefined
  const report = await campaign.run({
    ...{ seed, atOnce: 16, cases: numbers() },
    isOver: (done) => interrupted.signal.aborted || done >= requests || Date.now() > endMs,
    found: tell,
    told: ({ requests: done, findings }) => {
      // Caches and pools fill first: what grows after a tenth of the run grows on.
      if (warmMb === undefined && done >= requests / 10) warmMb = heapMb()
      console.log(
        `${done} requests, ${findings.length} findings, ${Math.round(done / ((Date.now() - begunMs) / 1_000))}/s`,
      )
    },
  })
  const endMb = heapMb()
  report.findings.unshift(...right.findings)
  const grownMb = endMb - (warmMb ?? endMb)
  for (const line of [...crashes, ...bugs].slice(0, 20)) console.log(`✗ ${line}`)
  const seconds_ = (Date.now() - begunMs) / 1_000
  console.log(`
${report.requests} requests in ${seconds_.toFixed(0)} s; by status: ${JSON.stringify(report.byStatus)}
${report.targetsAsked} of ${report.targets} operations and protocols asked in every manner
${right.neverAnswered.length === 0 ? 'each was answered with success when it was asked rightly' : `never answered with success: ${right.neverAnswered.join(', ')}`}
from 500 on: ${Object.keys(report.away).length === 0 ? 'nothing' : JSON.stringify(report.away, null, 2)}
${report.findings.length} findings, ${crashes.length} crashes, ${bugs.length} bugs logged, heap ${grownMb.toFixed(1)} MB more than when warm`)
  keep({ ...report, seconds: seconds_, crashes, bugs, grownMb, seed })
  return report.findings.length + crashes.length + bugs.length > 0 || grownMb > heapGrowthMbMax
}

async function showCase(index: number): Promise<void> {
  const { target, manner, caller, shot } = await campaign.caseOf(asked.seed, index)
  console.log(`${titleOf(target)}, ${manner}, as ${caller.name}`)
  console.log(
    `${shot.method} ${shot.path.slice(0, 2_000)}\n${JSON.stringify(shot.headers, null, 2)}\n${shot.body?.toString().slice(0, 4_000) ?? ''}`,
  )
  const shooter = createShooter(door.url)
  console.log(await shooter.shoot({ ...shot, headers: { ...door.ingress, ...shot.headers } }).catch((error) => error))
  await shooter.close()
  for (const line of bugs) console.log(line)
}

function keep(report: object) {
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  const commit = currentCommit()
  const file = join(folder, resultsName({ at, commit }))
  writeFileSync(file, `${JSON.stringify({ at, commit, ...report }, null, 2)}\n`)
  console.log(`kept in ${file}`)
}

function tell({ index, what, asked: how }: Finding) {
  console.log(`✗ ${how} ${what}\n    npm run fuzz -- --seed ${asked.seed} --case ${index}`)
}

function* numbers() {
  for (let index = 0; ; index++) yield index
}

function heapMb(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed / 1e6
}

function askedOf() {
  const options = {
    requests: { type: 'string' },
    seed: { type: 'string' },
    seconds: { type: 'string' },
    case: { type: 'string' },
  } as const
  const { values } = parseArgs({ options })
  const number = (name: keyof typeof options, otherwise?: number) => {
    const value = values[name] === undefined ? otherwise : Number(values[name])
    if (value === undefined || (Number.isInteger(value) && value >= 0)) return value
    process.stderr.write(`--${name} is a whole number\n`)
    process.exit(2)
  }
  const [seed = 1, requests = 200_000] = [number('seed'), number('requests')]
  return { seed, requests, seconds: number('seconds'), case: number('case') }
}

/** Those that `TEST_DATABASE_URL` and `TEST_REDIS_URL` name, else engines of its own. */
async function openEngines() {
  if (given.adminUrl && given.redisUrl) return given
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-fuzz-data-'))
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  const own = await startTestEngines({ dataDir, env: inherited })
  opened.defer(() => own.stop())
  return { adminUrl: own.databaseUrl, redisUrl: own.redisUrl }
}
