import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'
import type { Settings } from './settings.ts'

/** The checkout cannot be built; the message ends with what the build said. */
export class BuildError extends Error {
  override readonly name = 'BuildError'
}

/**
 * Generates and builds what the services and the shop need; a fraction of a second when nothing has changed since.
 * With `web: false` only what is generated.
 */
export async function build({
  settings,
  web,
  signal,
}: {
  settings: Settings
  web: boolean
  signal: AbortSignal
}): Promise<void> {
  const turbo = join(settings.checkout, 'node_modules/.bin/turbo')
  const tasks =
    web && existsSync(join(settings.checkout, 'apps/web/package.json')) ? ['generate', 'build'] : ['generate']
  const { ok, output } = await runCommand([turbo, 'run', ...tasks, '--output-logs=errors-only'], {
    cwd: settings.checkout,
    env: { ...settings.inheritedEnv, TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    limitMs: 600_000,
    signal,
  })
  signal.throwIfAborted()
  if (!ok) throw new BuildError(`The build failed:\n${output.trim().slice(-6_000)}`)
}
