import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Command, dieWithHost } from './die-with-host.ts'
import { EngineError, type EngineExit, type EngineReports } from './engine.ts'
import { childrenOf, processesIn } from './process-identity.ts'

export interface EngineProcessOptions {
  readonly name: string
  readonly command: Command
  /** The engine's data directory; whoever works in it belongs to the engine. */
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  /** Called before each launch, when no process of the engine is left. */
  readonly beforeLaunch?: () => void
  readonly runAs?: { readonly uid: number; readonly gid: number } | undefined
  readonly stopSignal: 'SIGINT' | 'SIGTERM'
  /** Whether it answers; called every few milliseconds until it does. */
  readonly answers: () => Promise<boolean>
  /** Turns its last output into a sentence that says what to do. */
  readonly explain: (output: string) => string
  readonly reports: EngineReports
  readonly signal?: AbortSignal | undefined
}

const stopGraceMs = 10_000
const startLimitMs = 180_000
const patienceMs = 3000
const pollMs = 40

/**
 * One engine's process over its restarts. It runs in a session of its own, so that a terminal's Ctrl-C reaches only the
 * host, which stops it last; the kernel stops it when the host is killed.
 */
export class EngineProcess {
  readonly #options: EngineProcessOptions
  readonly #listeners = new Set<(exit: EngineExit) => void>()
  #child: ChildProcess | undefined
  #starting: Promise<void> | undefined
  #asked = false
  #lastOutput: string[] = []

  constructor(options: EngineProcessOptions) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  onExit(listener: (exit: EngineExit) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): Promise<void> {
    this.#starting ??= this.#launch().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child !== undefined) {
      this.#asked = true
      this.thaw()
      child.kill(this.#options.stopSignal)
      const gone = new Promise<boolean>((resolve) => child.once('exit', () => resolve(true)))
      if (!(await Promise.race([gone, sleep(stopGraceMs, false, { ref: false })]))) child.kill('SIGKILL')
    }
    await clearDirectory(this.#options.directory)
  }

  kill(): void {
    this.#asked = true
    this.#child?.kill('SIGKILL')
  }

  freeze(): void {
    this.#signalTree('SIGSTOP')
  }

  thaw(): void {
    this.#signalTree('SIGCONT')
  }

  async #launch(): Promise<void> {
    if (this.#child !== undefined && !this.#asked) return
    if (this.#child !== undefined) await once(this.#child, 'exit') // Killed or stopped, and not gone yet.
    const { beforeLaunch, directory, name, signal } = this.#options
    signal?.throwIfAborted()
    await clearDirectory(directory)
    beforeLaunch?.()
    const child = this.#spawn()
    const abort = () => child.kill('SIGKILL')
    signal?.addEventListener('abort', abort)
    try {
      await this.#untilItAnswers(child)
    } catch (error) {
      await this.stop()
      throw signal?.aborted ? new EngineError(`${name}: the start was given up`) : error
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  #spawn(): ChildProcess {
    const { command, directory, env, runAs, stopSignal } = this.#options
    const [program, ...args] = dieWithHost(stopSignal === 'SIGINT' ? 'INT' : 'TERM', command)
    const child = spawn(program, args, {
      cwd: directory,
      env: { ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...runAs,
    })
    this.#child = child
    this.#asked = false
    this.#lastOutput = []
    this.#collect(child.stdout)
    this.#collect(child.stderr)
    child.once('error', (error) => {
      this.#lastOutput.push(error.message)
      if (child.pid === undefined) this.#ended(null, null)
    })
    child.once('exit', (code, signal) => this.#ended(code, signal))
    return child
  }

  async #untilItAnswers(child: ChildProcess): Promise<void> {
    const { answers, explain, name, reports } = this.#options
    const began = Date.now()
    let nextReport = began + patienceMs
    for (;;) {
      if (this.#child === child && (await answers())) return
      if (this.#child !== child) {
        await sleep(20) // Its last words are still in the pipe.
        throw new EngineError(explain(this.#lastOutput.join('\n')))
      }
      const waitedMs = Date.now() - began
      if (waitedMs > startLimitMs) throw new EngineError(`${name} gave no answer within ${startLimitMs / 1000} s`)
      if (Date.now() > nextReport) {
        reports.progress(
          `${name} starts since ${Math.round(waitedMs / 1000)} s: ${this.#lastOutput.at(-1) ?? 'silent so far'}`,
        )
        nextReport += patienceMs
      }
      await sleep(pollMs)
    }
  }

  #collect(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => {
      this.#lastOutput = [...this.#lastOutput.slice(-19), line]
      this.#options.reports.log(line)
    })
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = undefined
    for (const listener of this.#listeners) listener({ code, signal, asked: this.#asked })
  }

  #signalTree(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const pid = this.#child?.pid
    if (pid === undefined) return
    for (const each of [pid, ...childrenOf(pid)]) trySignal(each, signal)
  }
}

/**
 * Ends whatever still works in an engine's directory: the processes of a host that was killed, or the children of an
 * engine that was. An engine is asked first, as it starts faster after a clean shutdown; orphans of one end by themselves.
 */
export async function clearDirectory(directory: string): Promise<void> {
  const pids = processesIn(directory)
  if (pids.length === 0) return
  for (const pid of pids) trySignal(pid, 'SIGCONT')
  const children = new Set(pids.flatMap(childrenOf))
  const [engine, ...orphans] = pids.filter((pid) => !children.has(pid))
  if (engine !== undefined && orphans.length === 0) trySignal(engine, 'SIGINT')
  if (await untilEmpty(directory, orphans.length === 0 ? 5000 : 1000)) return
  for (const pid of processesIn(directory)) trySignal(pid, 'SIGKILL')
  if (await untilEmpty(directory, 5000)) return
  throw new EngineError(`Processes ${processesIn(directory).join(', ')} hold ${directory} and could not be ended.`)
}

async function untilEmpty(directory: string, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += pollMs) {
    if (processesIn(directory).length === 0) return true
    await sleep(pollMs)
  }
  return processesIn(directory).length === 0
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone already.
  }
}
