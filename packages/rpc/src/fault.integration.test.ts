import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FaultRequest } from '@switchyard/contracts/lab'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { connect } from './connect.ts'
import { redisRegistry } from './redis-registry.ts'
import { echo } from './testing/echo.ts'
import { guestScope } from './testing/network.ts'
import { ensureServiceKeys } from './testing/service-keys.ts'
import { loadIdentity } from './tokens.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')

/** Two echo processes, the first of which can be hurt over the channel that a parent has with its child. */
async function twoProcesses() {
  const secretsDir = await mkdtemp(join(tmpdir(), 'switchyard-fault-'))
  const prefix = `test-${randomUUID().slice(0, 8)}`
  await ensureServiceKeys({ secretsDir, services: ['gateway', 'orders'] })
  const start = async (name: string) => {
    const env = { ...process.env, INSTANCE_ID: name, SECRETS_DIR: secretsDir, REDIS_PREFIX: prefix }
    const child = fork(join(import.meta.dirname, 'testing', 'echo-process.ts'), { env })
    const [{ port }] = await once(child, 'message')
    return { child, address: `http://127.0.0.1:${port}` }
  }
  const [hurt, sound] = await Promise.all([start('orders-1'), start('orders-2')])
  const identity = await loadIdentity({ service: 'gateway', secretsDir, clock })
  const registry = redisRegistry({ url: url ?? '', prefix, identity, clock, log })
  const echoFor = connect(echo, { registry, identity, clock, log })
  // A call that knows of one instance alone waits for it, whatever becomes of it.
  await expect.poll(() => echoFor.view().instances.length).toBe(2)
  return {
    hurt,
    sound,
    echoFor,
    on: (...faults: Partial<FaultRequest>[]) =>
      tell(
        hurt.child,
        faults.map((fault) => ({ ...usual, ...fault })),
      ),
    async [Symbol.asyncDispose]() {
      for (const { child } of [hurt, sound]) child.kill('SIGKILL')
      await echoFor.close()
      await registry.close()
      await rm(secretsDir, { recursive: true })
    },
  }
}

const usual = {
  id: 'f',
  target: { instance: 'orders-1' },
  kind: 'error',
  share: 1,
  ttlS: 60,
  expiresAt: '2030-01-01T00:00:00.000Z',
}
const tell = (child: ChildProcess, faults: object[]) =>
  new Promise<void>((resolve) => child.send({ type: 'faults', faults }, () => resolve()))
const ping = async (address: string, path = '/rpc/-/ping') =>
  (await fetch(address + path, { signal: AbortSignal.timeout(500) })).status

test('a process that is hurt over its channel fails its pings until it is healed, and the other does not', async () => {
  await using stack = await twoProcesses()
  await stack.on({ kind: 'error' })
  await expect.poll(() => ping(stack.hurt.address)).toBe(500)
  expect([await ping(stack.hurt.address, '/livez'), await ping(stack.sound.address)]).toEqual([200, 204])
  await stack.on()
  await expect.poll(() => ping(stack.hurt.address)).toBe(204)
})

test('no call fails while one of two processes takes connections and answers nothing', async () => {
  await using stack = await twoProcesses()
  await stack.on({ kind: 'drop' })
  await expect.poll(() => ping(stack.hurt.address, '/livez').catch(() => 'silent')).toBe('silent')
  const say = (n: number) => stack.echoFor(guestScope()).say.query({ words: `${n}` })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => say(n)))
  expect(answers.map(({ words }) => Number(words))).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

test('a fault of one session hits nobody else', async () => {
  await using stack = await twoProcesses()
  for (const { child } of [stack.hurt, stack.sound]) await tell(child, [{ ...usual, operation: 'say', scope: 'ann' }])
  const say = (session: string) =>
    stack.echoFor(guestScope({ lab: { session, without: [] } })).say.query({ words: session })
  await expect.poll(() => say('ann').catch(({ code }) => code)).toBe('internal')
  expect(await Promise.all([say('bob'), stack.echoFor(guestScope()).say.query({ words: '' })])).toEqual([
    { words: 'bob' },
    { words: '' },
  ])
})
