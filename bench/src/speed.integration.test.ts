import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { checkout } from './cases/checkout.ts'
import { handlers } from './cases/handlers.ts'
import { hotSku } from './cases/hot-sku.ts'
import { post } from './cases/post.ts'
import { relay } from './cases/relay.ts'
import { tableOf } from './table.ts'

const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env

test.each([checkout, hotSku, relay, handlers, post])(
  '$name measures what it says, in one short round',
  async ({ run }) => {
    const engines = { databaseUrl: async () => databaseUrl, redisUrl: async () => redisUrl }
    const figures = await run({ rounds: 1, share: 0.02, secretsDir: '', ...engines, clock })
    expect(figures.length).toBeGreaterThan(2)
    for (const { what, min, median, max } of figures) {
      expect([what, min > 0 && min <= median && median <= max]).toEqual([what, true])
      expect(tableOf(figures)).toContain(what)
    }
  },
)
