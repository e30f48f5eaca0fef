// Runs one child at a time and passes signals on to it.
import { spawn } from 'node:child_process'
import { env as inherited } from 'node:process'
import { fail, readText, root, say, tail } from './small.mjs'

let child
let passed = 0
let lastPassedAt = 0

/** Whether a signal has asked us to end. */
export function isStopping() {
  return passed > 0
}

/**
 * Runs a program to its end. It gets a session of its own: a Ctrl-C in the terminal then comes to us alone and is passed
 * on once, and a step that is given up ends with all that it started.
 */
export function run(program, args, { env, stdio }) {
  if (isStopping()) process.exit(130)
  child = spawn(program, args, { cwd: root, env, stdio, detached: true })
  const started = child
  return new Promise((resolve) => {
    started.once('error', (error) => fail(`${program} cannot be started: ${error.message}`))
    started.once('close', (code, signal) => resolve({ code, signal }))
  })
}

/** Runs a step and collects what it says; shows every few seconds what it is at. Ends everything if a signal came. */
export async function runStep(name, program, args, env) {
  const began = Date.now()
  let output = ''
  const done = run(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const ticker = setInterval(() => {
    say(`${name} works since ${Math.round((Date.now() - began) / 1000)} s: ${tail(output, 1) || 'nothing to tell yet'}`)
  }, 5000)
  const { code } = await done
  clearInterval(ticker)
  if (isStopping()) process.exit(130)
  return { code, output }
}

/**
 * A Ctrl-C may come twice, from the terminal and through npm: it is passed on once. A person's next one is passed on
 * again, and the third ends the child by force.
 */
export function passSignalsOn() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(signal))
  if (!inherited.npm_lifecycle_event) return
  // npm may be killed without a word to us.
  const before = ancestry()
  const watch = setInterval(() => {
    if (ancestry() === before) return
    clearInterval(watch)
    say('npm is gone; stopping')
    pass('SIGTERM')
  }, 500)
  watch.unref()
}

/** Who started us: npm, or the shell that npm runs scripts in, and then npm as well. */
function ancestry() {
  const parent = process.ppid
  const isShell = (readText(`/proc/${parent}/cmdline`) ?? '').includes('\0-c\0')
  const grandparent = isShell ? /^PPid:\s*(\d+)/m.exec(readText(`/proc/${parent}/status`) ?? '')?.[1] : ''
  return `${parent} ${grandparent}`
}

function pass(signal) {
  if (child === undefined) process.exit(130)
  if (Date.now() - lastPassedAt < 1000) return
  lastPassedAt = Date.now()
  passed += 1
  // The host ends what it started by itself, and in order.
  if (child.channel) return send(child.pid, passed < 3 ? signal : 'SIGKILL')
  // A step is ended as a group. npx takes its time to undo what it did; whatever it leaves is found by the next start.
  const group = -child.pid
  send(group, signal)
  setTimeout(() => send(group, 'SIGKILL'), 800).unref()
}

function send(target, signal) {
  try {
    process.kill(target, signal)
  } catch {
    // It has just ended; the next step is not begun.
  }
}
