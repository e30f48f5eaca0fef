import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { identify } from './process-identity.ts'
import { launchProcess } from './processes.ts'
import { realTimers } from './timers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-processes-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Launches a program of a few lines; what it tells arrives as promises. */
function launch(program: string, { answersOn }: { answersOn?: { host: string; port: number } } = {}) {
  writeFileSync(join(folder, 'program.mjs'), program)
  const ready = Promise.withResolvers<number>()
  const ended = Promise.withResolvers<void>()
  const spec = { args: ['program.mjs'], cwd: folder, env: { GREETING: 'hello' }, log: join(folder, 'one.log') }
  const process = launchProcess({ ...spec, answersOn, timers: realTimers })({
    ready: ready.resolve,
    ended: ended.resolve,
  })
  return { process, ready: ready.promise, ended: ended.promise, log: () => readFileSync(spec.log, 'utf8') }
}

it('is ready when it says so, has the environment it was given alone, and logs to its file', async () => {
  const { process, ready, ended, log } = launch(`
    console.log(process.env.GREETING, process.env.PATH)
    process.on('SIGTERM', () => process.exit(0))
    setInterval(() => {}, 1000)
    process.send({ type: 'other', port: 1 })
    process.send({ type: 'ready', port: 4321 })`)
  expect(await ready).toBe(4321)
  process.terminate()
  await ended
  expect(log()).toBe('hello undefined\n')
})

it('hears what it is told, from before it listens on, and once it has ended nobody minds', async () => {
  const { process, ready, ended, log } = launch(`
    await new Promise((resolve) => setTimeout(resolve, 50))
    process.on('message', ({ words }) => {
      console.log(words)
      if (words === 'now') process.send({ type: 'ready', port: 1 })
      if (words === 'end') process.exit(0)
    })`)
  process.tell?.({ words: 'early' })
  process.tell?.({ words: 'now' })
  await ready
  process.tell?.({ words: 'end' })
  await ended
  process.tell?.({ words: 'late' })
  expect(log()).toBe('early\nnow\nend\n')
})

it('is ready when it answers where it was told to listen', async () => {
  const answersOn = { host: '127.0.0.1', port: 20_000 + Math.floor(Math.random() * 12_000) }
  const { process, ready, ended } = launch(
    `import { createServer } from 'node:http'
     createServer((_, response) => response.writeHead(404).end()).listen(${answersOn.port}, '127.0.0.1')`,
    { answersOn },
  )
  expect(await ready).toBe(answersOn.port)
  process.kill()
  await ended
})

it('takes its own children along when it is killed', async () => {
  const { process, ready, ended } = launch(`
    import { spawn } from 'node:child_process'
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    process.send({ type: 'ready', port: child.pid })`)
  const grandchild = await ready
  expect(identify(grandchild)).toBeDefined()
  process.kill()
  await ended
  await expect.poll(() => identify(grandchild)).toBeUndefined()
})

it('takes them along too when it dies by itself', async () => {
  const { ready, ended } = launch(`
    import { spawn } from 'node:child_process'
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    process.send({ type: 'ready', port: child.pid }, () => process.exit(3))`)
  const grandchild = await ready
  await ended
  await expect.poll(() => identify(grandchild)).toBeUndefined()
})

const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]

it('does nothing when it is frozen, and goes on when it is thawed', async () => {
  const { process, ready, ended } = launch(`
    process.on('SIGTERM', () => process.exit(0))
    setInterval(() => {}, 1000)
    process.send({ type: 'ready', port: 1 })`)
  await ready
  process.freeze()
  process.terminate()
  await expect.poll(() => stateOf(process.pid ?? 0)).toBe('T')
  process.thaw()
  await ended
})

it('hears that its host was killed also while it is frozen, and its children with it', async () => {
  writeFileSync(
    join(folder, 'instance.mjs'),
    `import { fork } from 'node:child_process'
     process.once('disconnect', () => process.exit(0))
     if (process.argv[2] === 'child') process.send('here')
     else {
       const child = fork('instance.mjs', ['child'])
       child.once('message', () => process.send({ type: 'ready', port: child.pid }))
     }`,
  )
  const { process, ready, ended, log } = launch(`
    import { launchProcess } from '${new URL('./processes.ts', import.meta.url)}'
    import { realTimers } from '${new URL('./timers.ts', import.meta.url)}'
    const spec = { args: ['instance.mjs'], cwd: '.', env: {}, log: 'instance.log', timers: realTimers }
    const instance = launchProcess(spec)({
      ready: (child) => {
        instance.freeze()
        console.log(instance.pid, child)
        process.send({ type: 'ready', port: 1 })
      },
      ended: () => {},
    })`)
  await ready
  const pids = log().split(' ').map(Number)
  await expect.poll(() => pids.map(stateOf)).toEqual(['T', 'T'])
  process.kill()
  await ended
  await expect.poll(() => pids.filter(identify)).toEqual([])
})
