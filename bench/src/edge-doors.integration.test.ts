import { randomUUID } from 'node:crypto'
import { commandClient, firstConnection } from '@switchyard/rpc/redis-clients'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { edge } from './cases/edge.ts'
import { edgeCallers, openEdgeDoors } from './edge-doors.ts'

const { TEST_REDIS_URL: url = '' } = process.env

test('the guarded door knows, lets in and counts each kind of caller, and the open one answers the same and asks nothing', async () => {
  const redis = commandClient({ url, log })
  await firstConnection(redis)
  const { open, guarded } = await openEdgeDoors({ redis, prefix: `test-${randomUUID()}`, clock })
  const ask = (door: typeof open, headers = {}) => door.inject({ url: '/api/v2/stock/a-a3', headers })
  const unasked = await ask(open)
  expect([unasked.statusCode, unasked.headers.ratelimit]).toEqual([200, undefined])
  expect((await ask(guarded)).statusCode).toBe(403)
  const { guests, people, partners } = edgeCallers(1)
  for (const [callers, buckets] of [
    [guests, ['"guest"', '"address"']],
    [people, ['"user"', '"address"']],
    [partners, ['"key"']],
  ] as const) {
    const { body, headers } = await ask(guarded, callers[0])
    expect([body, headers['set-cookie']]).toEqual([unasked.body, undefined])
    expect(String(headers['ratelimit-policy']).split(', ')).toEqual(
      buckets.map((name) => expect.stringMatching(`^${name};`)),
    )
  }
  await Promise.all([open.close(), guarded.close()])
  redis.disconnect()
})

test('the case measures both, in one short round', async () => {
  const engines = { databaseUrl: async () => '', redisUrl: async () => url }
  const figures = await edge.run({ rounds: 1, share: 0.02, secretsDir: '', ...engines, clock })
  expect(figures.map(({ goal }) => goal)).toEqual([undefined, 80, 80, 80])
  expect(figures[0]?.min).toBeGreaterThan(0)
})
