/**
 * `npm run verify`: is the checker any good? Puts one seeded bug after another into a scratch copy, plays a scenario of a
 * few seconds against a real Postgres and a real Redis, and asks whether the checker names the right invariant.
 *
 *     npm run verify                                  every scenario as it is, then every bug in verify/bugs
 *     npm run verify -- --bugs no-inbox,cursor-relay  these alone, and the scenarios that they need
 *
 * Prints a line for each and keeps a JSON file. Exit code 0: every bug is caught under its name, every patch applies, and
 * without a bug nothing is broken.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { currentCommit, resultsName } from '@switchyard/host/kept-results'
import { startTestEngines } from '../../scripts/test-engines.ts'
import { given, inherited } from './env.ts'
import { makeScratchCopy } from './scratch-copy.ts'
import { readBugs, type SeededBug } from './seeded-bug.ts'
import type { Engines } from './shop.ts'
import { type Tried, tryBug, trySound } from './try-bug.ts'

const { values } = parseArgs({ options: { bugs: { type: 'string' }, json: { type: 'string' } } })
const at = new Date().toISOString()
const commit = currentCommit()
const opened = new AsyncDisposableStack()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void opened.disposeAsync().finally(() => process.exit(130)))
}

const bugs = chosen(values.bugs)
const engines = await openEngines()
const copy = opened.use(makeScratchCopy())
const tried: Tried[] = []
const note = (one: Tried) => {
  tried.push(one)
  const mark = one.isAsItShould ? '✓' : '✗'
  const caught = one.breaks === undefined ? '' : ` → ${one.breaks}`
  console.log(`${mark} ${one.name}${caught} (${one.seconds.toFixed(1)} s)\n    ${one.told}`)
}
for (const scenario of new Set(bugs.map((bug) => bug.scenario))) note(await trySound(scenario, { copy, engines }))
for (const bug of bugs) note(await tryBug(bug, { copy, engines }))
await opened.disposeAsync()

const failed = tried.filter(({ isAsItShould }) => !isAsItShould)
const caught = tried.filter(({ breaks, isAsItShould }) => breaks !== undefined && isAsItShould)
const path = values.json ?? join(import.meta.dirname, '../results', resultsName({ at, commit }))
mkdirSync(dirname(path), { recursive: true })
writeFileSync(
  path,
  `${JSON.stringify({ at, commit, bugs: bugs.length, caught: caught.length, tried }, undefined, 2)}\n`,
)
console.log(`\n${caught.length} of ${bugs.length} seeded bugs caught under the right name\nkept in ${path}`)
process.exit(failed.length === 0 ? 0 : 1)

function chosen(names: string | undefined): SeededBug[] {
  const all = readBugs()
  if (names === undefined) return all
  return names.split(',').map((name) => {
    const bug = all.find((one) => one.name === name)
    if (!bug) throw new Error(`there is no seeded bug "${name}"; there are ${all.map((one) => one.name).join(', ')}`)
    return bug
  })
}

/** Those that `TEST_DATABASE_URL` and `TEST_REDIS_URL` name, else engines of its own. */
async function openEngines(): Promise<Engines> {
  if (given.adminUrl && given.redisUrl) return given
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-verify-data-'))
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  const own = await startTestEngines({ dataDir, env: inherited })
  opened.defer(() => own.stop())
  if (own.standIn) throw new Error('No real Redis is to be had here; set REDIS_URL and TEST_ENGINES=external.')
  return { adminUrl: own.databaseUrl, redisUrl: own.redisUrl }
}
