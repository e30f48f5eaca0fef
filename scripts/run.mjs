// The bootstrap of every npm command: `node scripts/run.mjs <start|dev|test|logs|doctor|reset|rebuild|rotate-keys|chaos|bench|crash|simulate|verify|fuzz|siege|outdated> [args]`.
//
// It runs on the machine's own Node, finds the pinned Node and pnpm, installs what is missing, hands over to the host
// and passes signals on. It may be interrupted at any moment: whatever was half done is noticed and done again.
import { installDependencies } from './bootstrap/dependencies.mjs'
import { passSignalsOn, run } from './bootstrap/processes.mjs'
import { fail } from './bootstrap/small.mjs'
import { environmentWith, findTools } from './bootstrap/tools.mjs'

const commands = [
  'start',
  'dev',
  'test',
  'logs',
  'doctor',
  'reset',
  'rebuild',
  'rotate-keys',
  'chaos',
  'bench',
  'crash',
  'simulate',
  'verify',
  'fuzz',
  'siege',
  'outdated',
]
const [command = '', ...args] = process.argv.slice(2)

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `Node ${process.versions.node} is too old: 20 or newer is needed. Get one from https://nodejs.org and try again.`,
  )
}
if (!commands.includes(command)) fail(`there is no command "${command}"; there are ${commands.join(', ')}`)
passSignalsOn()
const tools = await findTools()
await installDependencies(tools)
const programs = {
  test: ['scripts/test.ts'],
  chaos: ['chaos/src/main.ts'],
  bench: ['bench/src/main.ts'],
  crash: ['scripts/crash.ts'],
  simulate: ['scripts/simulate.ts'],
  verify: ['verify/src/main.ts'],
  fuzz: ['fuzz/src/main.ts'],
  siege: ['chaos/src/siege/main.ts'],
  outdated: ['scripts/outdated.ts'],
}
const entry = [...(programs[command] ?? ['host/src/main.ts', command]), ...args]
// The channel tells the host when this process dies without a word.
const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
const { code, signal } = await run(tools.node, entry, { env: environmentWith(tools), stdio })
process.exit(signal === null ? code : 128 + ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal] ?? 9))
