import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Command, dieWithHost } from './die-with-host.ts'

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly runAs?: { readonly uid: number; readonly gid: number } | undefined
  readonly input?: string
  /** Killed after that long. */
  readonly limitMs?: number
  readonly signal?: AbortSignal | undefined
  /** Hears each line of stdout as it comes. */
  readonly onLine?: (line: string) => void
}

/** How a command ended; `output` is what it wrote to stdout and stderr, in the order of arrival. */
export interface CommandResult {
  readonly ok: boolean
  readonly output: string
}

/** Runs a command to its end, in a process group of its own that dies with the host. Never throws for a failing command. */
export function runCommand(command: Command, options: CommandOptions = {}): Promise<CommandResult> {
  const [program, ...args] = dieWithHost('KILL', command)
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...options.env },
      detached: true,
      ...options.runAs,
    })
    let output = ''
    const end = (ok: boolean, note = '') => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', killGroup)
      resolve({ ok, output: output + note })
    }
    const killGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It ended by itself.
      }
    }
    const timer = setTimeout(killGroup, options.limitMs ?? 120_000)
    options.signal?.addEventListener('abort', killGroup)
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk
    })
    if (options.onLine) createInterface({ input: child.stdout }).on('line', options.onLine)
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
    child.once('error', (error) => end(false, error.message))
    child.once('close', (code, signal) => end(code === 0, signal === null ? '' : `\nended by ${signal}`))
  })
}
