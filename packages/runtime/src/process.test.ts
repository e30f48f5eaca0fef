import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { collector } from './testing/collector.ts'

/** A process that was told nothing yet, and what it has said so far. */
async function launch({ limitMs = 60_000, log = '', env = {} } = {}) {
  const child = fork(join(import.meta.dirname, 'testing', 'stopping-process.ts'), [String(limitMs), log], {
    env: { ...process.env, INSTANCE_ID: 'under-test', SECRETS_DIR: '.', LOG_LEVEL: 'silent', ...env },
    silent: true,
  })
  const said: unknown[] = []
  child.on('message', (word) => said.push(word))
  await once(child, 'message')
  const tell = async (word: string) => {
    child.send(word)
    await expect.poll(() => said).toContain(`heard ${word}`)
  }
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
  return { child, said, tell, ended, [Symbol.dispose]: () => kill(child) }
}
const kill = (child: ChildProcess) => void child.kill('SIGKILL')

test('SIGTERM stops a process once, and it leaves with 0 when it has finished', async () => {
  using process = await launch()
  await process.tell('started')
  process.child.kill('SIGTERM')
  await expect.poll(() => process.said).toContain('stopping')
  process.child.kill('SIGTERM')
  process.child.send('finish')
  expect(await process.ended).toBe(0)
  expect(process.said.filter((word) => word === 'stopping')).toHaveLength(1)
})

test('a signal during the start waits until there is something to stop', async () => {
  using process = await launch()
  process.child.kill('SIGTERM')
  await process.tell('ping')
  expect(process.said).not.toContain('stopping')
  await process.tell('started')
  expect(process.said).toContain('stopping')
  process.child.send('finish')
  expect(await process.ended).toBe(0)
})

test.each([['started'], ['ping']])('a stop that never ends is over at its limit (after "%s")', async (word) => {
  using process = await launch({ limitMs: 50 })
  await process.tell(word)
  process.child.kill('SIGTERM')
  expect(await process.ended).toBe(1)
})

test('a second SIGINT ends a process at once', async () => {
  using process = await launch()
  await process.tell('started')
  process.child.kill('SIGINT')
  await expect.poll(() => process.said).toContain('stopping')
  process.child.kill('SIGINT')
  expect(await process.ended).toBe(130)
})

test('a process stops when its parent is gone', async () => {
  using process = await launch()
  await process.tell('started')
  await process.tell('finish')
  process.child.disconnect()
  expect(await process.ended).toBe(0)
})

test('what a process logs is in its output and with its collector', async () => {
  const { url, words } = await collector()
  using process = await launch({ env: { LOG_LEVEL: 'info', OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: url } })
  let output = ''
  process.child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk
  })
  await process.tell('started')
  process.child.kill('SIGTERM')
  await expect.poll(words).toEqual(['stopping'])
  await expect.poll(() => output).toContain('"msg":"stopping"')
})

test.each([
  ['finish', 0],
  ['break', 1],
])('a process waits for its log to be flushed before it ends (after "%s")', async (word, code) => {
  using process = await launch({ log: 'held' })
  await process.tell('started')
  process.child.send(word)
  if (word === 'finish') process.child.kill('SIGTERM')
  await expect.poll(() => process.said).toContain('flushing')
  expect(process.child.exitCode).toBeNull()
  process.child.send('flushed')
  expect(await process.ended).toBe(code)
})
