import type { ServerResponse } from 'node:http'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { health, type Readiness } from './health.ts'

/** What `/readyz` answers while the check does this. */
async function readiness(ready: () => Promise<Readiness>, { leave = false, waitMs = 0 } = {}) {
  const clock = new TestClock()
  const state = health({ ready, clock })
  if (leave) state.leave()
  const seen = { status: 0, body: '' }
  const response = {
    writeHead(status: number) {
      seen.status = status
      return response
    },
    end(body: string) {
      seen.body = body
    },
  }
  const answered = state.readyz(response as unknown as ServerResponse)
  await clock.advance(waitMs)
  await answered
  return [seen.status, JSON.parse(seen.body).checks]
}

test('an instance is ready while all that it needs is up', async () => {
  expect(await readiness(async () => ({ database: 'up' }))).toEqual([200, { database: 'up' }])
})

test('an instance of which a part is down is not ready', async () => {
  const checks = { database: 'up', redis: 'down' } as const
  expect(await readiness(async () => checks)).toEqual([503, checks])
})

test('a check that fails, or hangs for a second, is down', async () => {
  expect(await readiness(() => Promise.reject(new Error('no')))).toEqual([503, { check: 'down' }])
  expect(await readiness(() => new Promise(() => {}), { waitMs: 1_000 })).toEqual([503, { check: 'down' }])
})

test('an instance that leaves is not ready, whatever its checks say', async () => {
  expect(await readiness(async () => ({}), { leave: true })).toEqual([503, { draining: 'down' }])
})
