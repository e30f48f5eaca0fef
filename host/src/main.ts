import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { devPlan } from './dev-plan.ts'
import { doctorCommand } from './doctor.ts'
import { explainError } from './explain-error.ts'
import { asBuilt } from './fleet.ts'
import { logsCommand, UsageError } from './logs-command.ts'
import { rebuildCommand } from './rebuild-command.ts'
import { resetCommand } from './reset.ts'
import { rotateKeysCommand } from './rotate-keys-command.ts'
import { readSettings } from './settings.ts'
import { startCommand } from './start-command.ts'
import { realTimers } from './timers.ts'

/** `node host/src/main.ts <command> [args]`: where the host's commands are put together with the real world. */
const checkout = join(import.meta.dirname, '../..')
const [command = 'start', ...args] = process.argv.slice(2)
const write = (line: string) => void process.stdout.write(`${line}\n`)
const real = { timers: realTimers, random: Math.random, write }
const settings = () => readSettings(checkout)

const commands: Readonly<Record<string, () => Promise<void>>> = {
  start: () => startCommand({ ...real, settings: settings(), version: version(), plan: asBuilt }),
  dev: () => startCommand({ ...real, settings: settings(), version: version(), plan: devPlan(args) }),
  logs: () => logsCommand({ ...real, settings: settings(), args }),
  doctor: () => doctorCommand({ settings: settings(), write }),
  rebuild: () => rebuildCommand({ settings: settings(), write }),
  'rotate-keys': () => rotateKeysCommand({ settings: settings(), args, write }),
  reset: () => resetCommand({ settings: settings(), args, write }),
}

try {
  const run = commands[command]
  if (run === undefined)
    throw new UsageError(`Unknown command ${command}; there are: ${Object.keys(commands).join(', ')}`)
  await run()
  process.exit(0)
} catch (error) {
  process.stderr.write(`\n${explainError(error)}\n`)
  process.exit(1)
}

function version(): string {
  const { version = '0.0.0' }: { version?: string } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
  return version
}
