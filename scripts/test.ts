/**
 * `npm test`: every check there is, from format to browser, on engines and ports of its own. Ends with a line for each
 * that failed and `N passed, N failed` alone on the last, and exits with 0 only when nothing failed.
 *
 *     npm test                 everything
 *     npm test -- --only unit  one check: lint, types, unused, build, unit, browser, chaos
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandCheck, endChecks, type Outcome, runCheck } from './checks.ts'
import { startTestEngines } from './test-engines.ts'
import { readChaos, readPlaywright, readVitest } from './test-reports.ts'

const root = join(import.meta.dirname, '..')
process.chdir(root)
const scratch = mkdtempSync(join(tmpdir(), 'switchyard-test-'))
const onlyAt = process.argv.indexOf('--only')
const only = onlyAt === -1 ? null : process.argv[onlyAt + 1]
const quiet = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' }
/** These suites start the same processes again and again: what one has compiled serves the next. */
const compiled = { ...quiet, NODE_COMPILE_CACHE: join(scratch, 'compile-cache') }
const pnpm = (...args: string[]) => ['pnpm', 'exec', ...args] as const
const reportFile = (name: string) => join(scratch, `${name}.json`)
const outcomes: Outcome[] = []
const begun = performance.now()

const engines = startTestEngines({ dataDir: join(scratch, 'data'), env: process.env })
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    endChecks()
    void finish(130)
  })
}

// The client is generated once, before anything reads its types; then what a core can do beside a build.
await check({ name: 'generate', command: pnpm('turbo', 'run', 'generate', '--output-logs=errors-only'), env: quiet })
await Promise.all([
  check({ name: 'build', command: pnpm('turbo', 'run', 'build', '--output-logs=errors-only'), env: quiet }),
  (async () => {
    await check({ name: 'lint', command: pnpm('biome', 'ci', '--error-on-warnings', '.') })
    await check({ name: 'unused', command: pnpm('knip') })
  })(),
])
await check({ name: 'types', command: ['pnpm', 'run', 'typecheck'], env: quiet })
if (wanted('unit')) await withEngines()
await check({
  name: 'browser',
  command: ['pnpm', '--dir', 'e2e', 'exec', 'playwright', 'test', '--reporter=list,json'],
  env: { ...quiet, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile('browser') },
  report: { file: reportFile('browser'), read: readPlaywright },
  live: true,
})
// A kill, a hang and a wipe under load: judged by what came of every request and order, never by how long it took.
await check({
  name: 'chaos',
  command: [process.execPath, 'chaos/src/main.ts', ...sliceOfChaos(), '--json', reportFile('chaos')],
  env: quiet,
  report: { file: reportFile('chaos'), read: readChaos },
})
await finish()

function sliceOfChaos(): string[] {
  const faults = ['--faults', 'kill-service,freeze-service,redis-wipe', '--seconds', '8', '--times', '1']
  return [...faults, '--baseline', '2', '--rate', '40', '--instances', '2', '--gateways', '1']
}

/** Unit and integration tests together; the claims about queues hold on a real Redis only, so a stand-in fails. */
async function withEngines() {
  const { databaseUrl, redisUrl, standIn } = await engines
  if (standIn) {
    const why = 'No real Redis is to be had here, so no claim about queues and discovery was tested. Set REDIS_URL.'
    report({ name: 'redis', passed: 0, failed: 1, failures: [why], seconds: 0, output: '' })
  }
  await check({
    name: 'unit',
    command: pnpm('vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile('unit')}`),
    env: { ...compiled, TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl },
    report: { file: reportFile('unit'), read: readVitest },
  })
}

function wanted(name: string) {
  return !only || name === only || name === 'generate' || (['browser', 'chaos'].includes(only) && name === 'build')
}

async function check(command: CommandCheck) {
  if (!wanted(command.name)) return
  console.log(`… ${command.name}`)
  report(await runCheck(command))
}

function report(outcome: Outcome) {
  outcomes.push(outcome)
  const { name, passed, failed, seconds, output } = outcome
  if (failed > 0) console.log(output)
  console.log(`${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`)
}

async function finish(code?: number) {
  await engines.then(({ stop }) => stop()).catch((error: unknown) => console.error(String(error)))
  rmSync(scratch, { recursive: true, force: true })
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
  for (const { name, failures } of outcomes) for (const failure of failures) console.log(`✗ ${name}: ${failure}`)
  console.log(`\nin ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(code ?? (failed > 0 || passed === 0 ? 1 : 0))
}
