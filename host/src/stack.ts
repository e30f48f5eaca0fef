import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { portFinder } from './free-port.ts'
import { type HostFile, readHostFile } from './host-file.ts'

/** A complete stack of its own, as `npm start` brings it up. */
export interface Stack extends AsyncDisposable {
  /** What `DATA_DIR/host.json` says: every address, token and key. */
  readonly hostJson: HostFile
  /** Everything that the host has said so far. */
  output(): string
  /** Stops all of it; resolves when no process is left. Safe to repeat. */
  stop(): Promise<void>
}

/** What {@link startStack} takes. */
export interface StackOptions {
  /** Absolute path; made if it is not there, and left there. */
  readonly dataDir: string
  /** Variables on top of this process's own. Ports that it does not name are free ones. */
  readonly env?: Readonly<Record<string, string>>
  readonly startMsMax?: number
}

/**
 * Starts a stack for a test or a campaign and resolves when every instance is ready; rejects with all that the host said
 * when it does not come up.
 *
 *     await using stack = await startStack({ dataDir, env: { RESERVATION_TTL_MS: '2000' } })
 *     await fetch(`${stack.hostJson.gateway}/readyz`)
 */
export async function startStack({ dataDir, env = {}, startMsMax = 240_000 }: StackOptions): Promise<Stack> {
  const ports = { WEB_PORT: await freePort(), GATEWAY_PORT: await freePort(), HOST_PORT: await freePort() }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'start'], {
    // biome-ignore lint/style/noProcessEnv: a stack lives in the environment of whoever starts it.
    env: { ...process.env, NODE_ENV: undefined, ...ports, ...env, DATA_DIR: dataDir },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk))
  const stop = () => end(child)
  try {
    await untilReady(child, startMsMax)
    const hostJson = readHostFile(dataDir)
    if (hostJson === undefined) throw new Error(`no host.json in ${dataDir}`)
    return { hostJson, output: () => output, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw new Error(`The stack did not come up (${error instanceof Error ? error.message : error}):\n${output}`)
  }
}

const findPort = portFinder(Math.random)
const freePort = async () => String(await findPort())

function untilReady(child: ChildProcess, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready within ${limitMs / 1000} s`)), limitMs)
    child.once('message', () => {
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`exit code ${code}`))
    })
  })
}

/** SIGTERM, and SIGKILL when even the host's own limits have passed. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
  await gone
  clearTimeout(timer)
}

const stopMsMax = 60_000
