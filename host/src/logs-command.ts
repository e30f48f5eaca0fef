import { join } from 'node:path'
import { LogFollower } from './follow-logs.ts'
import { formatLogLine } from './log-line.ts'
import type { Settings } from './settings.ts'
import type { Timers } from './timers.ts'
import { topology } from './topology.ts'

/** What was asked for on the command line cannot be done; the message says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** `npm run logs -- [service or instance]`: shows the latest lines and follows, until it is stopped. */
export async function logsCommand({ settings, args, write, timers }: LogsCommandOptions): Promise<never> {
  const [only, ...more] = args
  const known = [...topology.map(({ name }) => name), 'postgres', 'redis']
  if (more.length > 0 || (only !== undefined && !known.includes(only.replace(/-\d+$/, '')))) {
    throw new UsageError(`Name one of ${known.join(', ')}, or an instance such as orders-1: npm run logs -- orders`)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(0))
  if (process.channel) process.once('disconnect', () => process.exit(0))
  process.stdout.on('error', () => process.exit(0))
  const folder = join(settings.dataDir, 'logs')
  const follower = new LogFollower({
    folder,
    only,
    write: (line, instance) => write(formatLogLine(line, { instance })),
  })
  if (follower.read() === 0) write(`Nothing is logged yet in ${folder}; npm start writes there. Waiting for it.`)
  for (;;) {
    await new Promise<void>((resolve) => timers.after(pollMs, resolve))
    follower.read()
  }
}

/** What {@link logsCommand} is run with. */
export interface LogsCommandOptions {
  readonly settings: Settings
  /** What stood behind the command. */
  readonly args: readonly string[]
  readonly write: (line: string) => void
  readonly timers: Timers
}

const pollMs = 200
