/**
 * Accounts for tests: two gateways on one database and one Redis, and people who have confirmed their address.
 *
 *     const world = await openAccountWorld()
 *     const { browser, signIn } = await world.member()
 */
import { randomUUID } from 'node:crypto'
import { type IdentityDatabase, openIdentityDatabase } from '@switchyard/db/identity'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedIdentity } from '@switchyard/db/seed/identity'
import { testRedisUrl, wipe } from '@switchyard/messaging/testing/redis'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { type Means, openFront } from './front.ts'

/** Everybody's, but of the accounts to try the shop with. */
export const password = 'a long enough password'

export const newEmail = () => `ada-${randomUUID().slice(0, 8)}@example.test`

/** What {@link openAccountWorld} opens. */
export type AccountWorld = Awaited<ReturnType<typeof openAccountWorld>>

export async function openAccountWorld(settings: Pick<Means, 'staffSecondFactor'> = {}) {
  await using opened = new AsyncDisposableStack()
  const redisPrefix = `accounts-${randomUUID().slice(0, 8)}`
  opened.defer(() => wipe(redisPrefix))
  const scratch = await createScratchDatabase({ owner: 'identity', adminUrl: process.env.TEST_DATABASE_URL })
  const { url } = opened.use(scratch)
  const database = opened.adopt(openIdentityDatabase({ url, max: 8, connectMs: 10_000 }), (it) => it.close())
  await seedIdentity({ pool: database.pool, partnerKey: 'key', demoAccounts: true })
  const gateway = (database: IdentityDatabase) =>
    openFront({ database, redisUrl: testRedisUrl(), redisPrefix, clock, ...settings })
  const front = opened.use(await gateway(database))
  const other = opened.use(await gateway(database))
  const kept = opened.move()
  return {
    ...{ database, front, other, gateway },

    /** Opens an account, confirmed by its mail, in a browser of its own. */
    async member({ email = newEmail(), name = 'Ada Example' } = {}) {
      const browser = front.browser()
      await browser.call('account.signUp', { name, email, password })
      await browser.call('account.verifyEmail', { token: await front.linkTo(email, 'verify_email'), password })
      return { email, browser, signIn: () => browser.call('account.signIn', { email, password }) }
    },

    /** Lets every errand that waits be due; a sweep goes by its gateway's clock, which knows whole milliseconds alone. */
    async makeErrandsDue() {
      await database.pool.query("UPDATE errands SET due_at = now() - interval '1 s'")
    },

    /** The lines of the log that a deed leaves there about who one is. */
    async attemptsIn(deed: () => Promise<unknown>) {
      const before = front.logged.length
      await deed()
      const lines = front.logged.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>)
      return lines.filter(({ attempt }) => attempt !== undefined)
    },

    /** The tables that have any of these texts somewhere. */
    async grep(texts: string[]): Promise<string[]> {
      const { rows } = await database.pool.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
      )
      const found: string[] = []
      for (const { name } of rows) {
        const has = texts.map((_, index) => `t::text ILIKE '%' || $${index + 1} || '%'`).join(' OR ')
        const sql = `SELECT count(*) AS times FROM "${name}" AS t WHERE ${has}`
        const { rows: counted } = await database.pool.query<{ times: number }>(sql, texts)
        if (counted[0]?.times !== 0) found.push(name)
      }
      return found
    },

    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
