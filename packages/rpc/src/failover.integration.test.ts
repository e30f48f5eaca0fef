import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { connect } from './connect.ts'
import { redisRegistry } from './redis-registry.ts'
import { echo } from './testing/echo.ts'
import { guestScope } from './testing/network.ts'
import { ensureServiceKeys } from './testing/service-keys.ts'
import { loadIdentity } from './tokens.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')

/** Three echo processes found through Redis, and eight callers that never stop until they are asked what happened. */
async function underLoad() {
  const secretsDir = await mkdtemp(join(tmpdir(), 'switchyard-failover-'))
  const prefix = `test-${randomUUID().slice(0, 8)}`
  await ensureServiceKeys({ secretsDir, services: ['gateway', 'orders'] })
  const start = async (name: string): Promise<ChildProcess> => {
    const env = { ...process.env, INSTANCE_ID: name, SECRETS_DIR: secretsDir, REDIS_PREFIX: prefix }
    const child = fork(join(import.meta.dirname, 'testing', 'echo-process.ts'), { env })
    await once(child, 'message')
    return child
  }
  const [one, two, three] = await Promise.all([start('orders-1'), start('orders-2'), start('orders-3')])
  const identity = await loadIdentity({ service: 'gateway', secretsDir, clock: systemClock })
  const registry = redisRegistry({ url: url ?? '', prefix, identity, clock: systemClock, log: silentLog })
  const echoFor = connect(echo, { registry, identity, clock: systemClock, log: silentLog })

  const seen = { answered: 0, failed: [] as unknown[], slowestMs: 0 }
  let calling = true
  const caller = async (n: number) => {
    for (let turn = 0; calling; turn++) {
      const startedMs = performance.now()
      const scope = guestScope({ idempotencyKey: `${n}-${turn}` })
      const client = echoFor(scope)
      await (turn % 10 === 0 ? client.save.mutate({ words: 'x' }) : client.say.query({ words: 'x' })).then(
        () => seen.answered++,
        (error: unknown) => seen.failed.push(error),
      )
      seen.slowestMs = Math.max(seen.slowestMs, performance.now() - startedMs)
      await sleep(2)
    }
  }
  const callers = Promise.all(Array.from({ length: 8 }, (_, n) => caller(n)))
  await sleep(300)
  return {
    children: [one, two, three],
    prefix,
    registry,
    start,
    answered: () => seen.answered,
    async outcome() {
      calling = false
      await callers
      return seen
    },
    async [Symbol.asyncDispose]() {
      calling = false
      for (const child of [one, two, three]) child.kill('SIGKILL')
      await echoFor.close()
      await registry.close()
      await rm(secretsDir, { recursive: true })
    },
  }
}

describe('under load, no call fails when', () => {
  test('one of three processes is killed', async () => {
    await using stack = await underLoad()
    stack.children[0]?.kill('SIGKILL')
    await sleep(1_000)
    await expect.poll(stack.answered).toBeGreaterThan(200)
    const { failed } = await stack.outcome()
    expect(failed).toEqual([])
  })

  test('one of three processes freezes, and when it wakes', async () => {
    await using stack = await underLoad()
    const frozen = stack.children[0]
    frozen?.kill('SIGSTOP')
    await sleep(2_500)
    frozen?.kill('SIGCONT')
    await sleep(300)
    const { failed } = await stack.outcome()
    expect(failed).toEqual([])
  })

  test('one of three processes is asked to leave', async () => {
    await using stack = await underLoad()
    const leaving = stack.children[0]
    leaving?.kill('SIGTERM')
    if (leaving) await once(leaving, 'exit')
    const { failed } = await stack.outcome()
    expect(leaving?.exitCode).toBe(0)
    expect(failed).toEqual([])
    expect(await stack.registry.leases('orders')).toHaveLength(2)
  })

  test('the registry is wiped', async () => {
    await using stack = await underLoad()
    const redis = new Redis(url)
    await redis.del(`${stack.prefix}:registry:orders`)
    await sleep(1_300)
    redis.disconnect()
    const { failed } = await stack.outcome()
    expect(failed).toEqual([])
    expect(await stack.registry.leases('orders')).toHaveLength(3)
  })
})
