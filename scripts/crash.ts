/**
 * `npm run crash`: lets a process of the shop die at every boundary around every message of every step of the saga, and
 * checks that each order ends as it must. The list follows from the saga's table; its length is printed.
 *
 *     npm run crash                     every point
 *     npm run crash -- --step charge    those of one step
 *     npm run crash -- --speed 4        the shop's time runs four times as fast as real time; 8 by default
 *
 * Runs on engines of its own and keeps a JSON file in `proofs/results`. Exit code 0: nothing was violated and every order
 * was at its end within 30 s of the shop's time; 1: otherwise.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fulfilOrder } from '../apps/orders/src/fulfil-order.saga.ts'
import { currentCommit, resultsName } from '../host/src/kept-results.ts'
import { crashPointsOf, nameOf } from '../proofs/src/crash-points.ts'
import { type CrashReport, crashAt } from '../proofs/src/crash-run.ts'
import { openShop } from '../proofs/src/shop.ts'
import { startTestEngines } from './test-engines.ts'

const endsWithinMsMax = 30_000
const { step, speed } = asked()
const points = crashPointsOf(fulfilOrder).filter((point) => step === undefined || point.step === step)
if (points.length === 0) refuse(`--step knows ${fulfilOrder.steps.map(({ name }) => name).join(', ')}; not ${step}`)
console.log(`${points.length} points, from the saga's table`)

const at = new Date().toISOString()
const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-crash-'))
const engines = await startTestEngines({ dataDir, env: process.env })
let report: CrashReport
try {
  await using shop = await openShop({ adminUrl: engines.databaseUrl, redisUrl: engines.redisUrl, speed })
  let died = 0
  report = await crashAt(shop, points, { told: (point) => console.log(`${++died}. ${nameOf(point)}`) })
} finally {
  await engines.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
const commit = currentCommit()
const folder = join(import.meta.dirname, '../proofs/results')
mkdirSync(folder, { recursive: true })
const file = join(folder, resultsName({ at, commit }))
writeFileSync(
  file,
  `${JSON.stringify({ at, commit, speed, step: step ?? null, endsWithinMsMax, ...report }, null, 2)}\n`,
)

const { deaths, endedWithinMs, violations } = report
const inTime = endedWithinMs <= endsWithinMsMax
console.log(`${deaths} deaths at ${report.points} points, ${violations.length} violations`)
for (const violation of violations) console.log(`  ${violation}`)
console.log(
  `every order at its end within ${(endedWithinMs / 1000).toFixed(1)} s${inTime ? '' : ', which is too late'}`,
)
console.log(`kept in ${file}`)
process.exit(violations.length === 0 && inTime ? 0 : 1)

function asked(): { step: string | undefined; speed: number } {
  const { values } = parseArgs({ options: { step: { type: 'string' }, speed: { type: 'string', default: '8' } } })
  const speed = Number(values.speed)
  if (!(speed >= 1 && speed <= 20)) refuse('--speed is a number from 1 to 20')
  return { step: values.step, speed }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
