import { type ChildProcess, spawn } from 'node:child_process'
import { request } from 'node:http'
import { openLogFile } from './log-file.ts'
import type { Launch, LaunchedProcess } from './slot.ts'
import { thawWithHost } from './thaw-with-host.ts'
import type { Timers } from './timers.ts'

/** How often a running process's log is looked at, and a silent one asked whether it serves, in milliseconds. */
const logEveryMs = 5_000
const askEveryMs = 100

/**
 * Launches a Node process in a process group of its own (so that a terminal's Ctrl-C reaches the host alone) with an ipc
 * channel; its output goes to a file. It is ready when it says so (`{ type: 'ready', port }`), or, when `answersOn` is
 * given, when it answers HTTP there.
 */
export function launchProcess({ args, cwd, env, log, answersOn, timers }: ProcessSpec): Launch {
  return (events) => {
    const file = openLogFile(log)
    const child = spawn(process.execPath, [...args], {
      cwd,
      env: { ...env },
      detached: true,
      stdio: ['ignore', file.descriptor, file.descriptor, 'ipc'],
    })
    const stops = [every(timers, logEveryMs, () => file.trim())]
    if (answersOn !== undefined) stops.push(askUntilAnswered(answersOn, timers, () => events.ready(answersOn.port)))
    let over = false
    const ended = () => {
      if (over) return
      over = true
      for (const stop of stops) stop()
      signalGroup(child, 'SIGKILL')
      file.close()
      events.ended()
    }
    child.on('message', (message) => {
      if (isReady(message)) events.ready(message.port)
    })
    child.once('exit', ended)
    child.on('error', () => {
      if (child.pid === undefined) ended()
    })
    return controls(child, () => over)
  }
}

/** What to run, where, with what environment, and where its output goes. */
export interface ProcessSpec {
  /** Arguments of Node: flags, entry, arguments. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Path of its log file. */
  readonly log: string
  readonly answersOn?: Listener | undefined
  readonly timers: Timers
}

/** Where a process listens. */
interface Listener {
  readonly host: string
  readonly port: number
}

function controls(child: ChildProcess, isOver: () => boolean): LaunchedProcess {
  const send = (signal: NodeJS.Signals) => {
    if (!isOver()) signalGroup(child, signal)
  }
  let callOffThaw = () => {}
  child.once('exit', () => callOffThaw())
  return {
    pid: child.pid,
    // Only the leader is asked to end, since it ends its own children; everything else reaches the whole group.
    terminate: () => {
      if (!isOver()) child.kill('SIGTERM')
    },
    kill: () => send('SIGKILL'),
    freeze: () => {
      if (isOver() || child.pid === undefined) return
      callOffThaw()
      callOffThaw = thawWithHost(child.pid)
      send('SIGSTOP')
    },
    thaw: () => {
      callOffThaw()
      send('SIGCONT')
    },
    // A process that is just ending misses what it would do nothing about.
    tell: (message) => {
      if (!isOver() && child.connected) child.send(message, () => {})
    },
  }
}

/** A group that is gone already is as good as signalled. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {}
}

function isReady(message: unknown): message is { type: 'ready'; port: number } {
  const { type, port } = (message ?? {}) as { type?: unknown; port?: unknown }
  return type === 'ready' && typeof port === 'number'
}

function every(timers: Timers, delayMs: number, act: () => void): () => void {
  let cancel = () => {}
  const next = () => {
    cancel = timers.after(delayMs, () => {
      act()
      next()
    })
  }
  next()
  return () => cancel()
}

/** Any answer counts, be it 404: the process serves. */
function askUntilAnswered({ host, port }: Listener, timers: Timers, answered: () => void): () => void {
  let done = false
  const stop = every(timers, askEveryMs, () => {
    const asked = request({
      host,
      port,
      path: '/favicon.ico',
      method: 'HEAD',
      agent: false,
      timeout: 5_000,
    })
    asked.once('response', (response) => {
      response.resume()
      if (done) return
      done = true
      stop()
      answered()
    })
    asked.once('timeout', () => asked.destroy())
    asked.on('error', () => {})
    asked.end()
  })
  return () => {
    done = true
    stop()
  }
}
