import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { dieWithHost } from './die-with-host.ts'
import { childrenOf } from './process-identity.ts'
import type { Settings } from './settings.ts'

/** The checkout cannot be built; the message ends with what the build said. */
class BuildError extends Error {
  override readonly name = 'BuildError'
}

/** What {@link build} is told. */
export interface BuildOptions {
  readonly settings: Settings
  /** Whether the shop is built, or only what is generated. */
  readonly web: boolean
  readonly signal: AbortSignal
}

/** Generates and builds what services and shop need; a fraction of a second when nothing has changed since. */
export async function build({ settings, web, signal }: BuildOptions): Promise<void> {
  const { ok, output } = await runTurbo(settings, web ? ['generate', 'build'] : ['generate'], signal)
  signal.throwIfAborted()
  if (!ok) throw new BuildError(`The build failed:\n${output.trim().slice(-6_000)}`)
}

function runTurbo(settings: Settings, tasks: string[], signal: AbortSignal): Promise<{ ok: boolean; output: string }> {
  const turbo = join(settings.checkout, 'node_modules/.bin/turbo')
  const [program, ...args] = dieWithHost('TERM', [turbo, 'run', ...tasks, '--output-logs=errors-only'])
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: settings.checkout,
      env: { ...settings.inheritedEnv, TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const end = (ok: boolean, note = '') => {
      signal.removeEventListener('abort', abort)
      resolve({ ok, output: output + note })
    }
    // Turbo gives each task a process group of its own, so neither a group nor turbo alone takes all of them along.
    const abort = () => killTree(child.pid)
    signal.addEventListener('abort', abort)
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
      })
    }
    child.once('error', (error) => end(false, error.message))
    child.once('close', (code) => end(code === 0))
    if (signal.aborted) abort()
  })
}

/** Parents first, or they would start anew what has ended. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return
  const children = childrenOf(pid)
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended.
  }
  for (const child of children) killTree(child)
}
