import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { openPost } from './poisoned-post.ts'

test('of two hundred messages every tenth that is poison becomes a dead letter, and every other takes effect', async () => {
  const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env
  await using post = await openPost({ clock, databaseUrl, redisUrl })
  for (const poison of ['none', 'unreadable', 'failing'] as const) {
    const { waitsMs, dead } = await post.carry({ messages: 200, poison, attempts: 2 })
    expect([poison, dead, waitsMs.length]).toEqual([poison, poison === 'none' ? 0 : 20, 180])
    expect(waitsMs.every((ms) => ms > 0)).toBe(true)
  }
})
