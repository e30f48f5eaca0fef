import { inventory } from '@switchyard/contracts/inventory'
import { openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { insertInbox, type Received } from '@switchyard/messaging/inbox'
import { createMessaging } from '@switchyard/messaging/messaging'
import type { Clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { v7 as newId } from 'uuid'

/** What every tenth message is: like the others, one that cannot be read, or one whose handler fails on every try. */
export type Poison = 'none' | 'unreadable' | 'failing'

/** What became of one batch of messages. */
interface Carried {
  /** Of each message that was never poison, from the commit of the batch to its effect, in milliseconds. */
  readonly waitsMs: readonly number[]
  readonly dead: number
}

/** Two services on databases of their own, and the commands that go from one to the other. */
export interface Post extends AsyncDisposable {
  /** Commits a batch at one moment and waits until each of its messages is applied or dead, and acknowledged. */
  carry(batch: { messages: number; poison: Poison; attempts?: number }): Promise<Carried>
}

const everyNth = 10
/** Far more than the slowest machine needs; a batch that is lost must not hang a benchmark. */
const patienceMs = 5 * 60_000
/** They share jobs of their queue, so that poison has company in its own. */
const { reserveStock } = inventory.commands

/** Opens the post on engines that are there. */
export async function openPost(engines: { databaseUrl: string; redisUrl: string; clock: Clock }): Promise<Post> {
  const { databaseUrl: adminUrl, redisUrl, clock } = engines
  const opened = new AsyncDisposableStack()
  const open = async (owner: 'orders' | 'inventory') => {
    const scratch = opened.use(await createScratchDatabase({ owner, adminUrl }))
    const database = openDatabase({ url: scratch.url, max: 10 })
    opened.defer(() => database.close())
    return database.pool
  }
  const [orders, stock] = [await open('orders'), await open('inventory')]
  await stock.query('CREATE TABLE applied (order_id uuid PRIMARY KEY)')

  const appliedAt = new Map<string, number>()
  const apply = async ({ consumer, id, payload }: Received<{ orderId: string; stepId: string }>) => {
    if (payload.stepId === 'fails') throw new Error('fails on every try')
    await stock.query({ name: 'bench.apply', text: applySql, values: [consumer, id, payload.orderId] })
    appliedAt.set(payload.orderId, performance.now())
  }
  const countOf = async (sql: string, pool = stock) => (await pool.query<{ count: number }>(sql)).rows[0]?.count ?? 0
  const until = async (what: string, isSo: () => Promise<boolean>) => {
    for (const endsAt = clock.now() + patienceMs; !(await isSo()); await clock.sleep(50)) {
      if (clock.now() > endsAt) throw new Error(`${what}: not within ${patienceMs / 60_000} minutes`)
    }
  }

  return {
    async carry({ messages, poison, attempts = 8 }) {
      await using services = new AsyncDisposableStack()
      await orders.query('TRUNCATE outbox, deliveries')
      await stock.query('TRUNCATE inbox, dead_letters, applied')
      appliedAt.clear()
      // A late copy of an earlier batch must not be counted among these.
      const common = { redisUrl, redisPrefix: `bench-${newId()}`, isOutage: () => false, clock, log, newId }
      const receiving = createMessaging({ ...common, service: 'inventory', pool: stock })
      receiving.handle(reserveStock, apply, { attempts })
      const sending = createMessaging({ ...common, service: 'orders', pool: orders })
      for (const service of [receiving, sending]) {
        await service.start()
        services.defer(() => service.close({ limitMs: 2_000 }))
      }
      const { rows } = await orders.query<{ order_id: string; usual: boolean }>(commitSql, [
        reserveStock.name,
        messages,
        everyNth,
        poison,
        JSON.stringify([{ sku: 'moon-no-11-a2', quantity: 1 }]),
      ])
      const committedAt = performance.now()
      sending.wake()
      const usual = rows.filter((row) => row.usual).map((row) => row.order_id)
      const bad = poison === 'none' ? 0 : messages - usual.length
      await until('the others are applied', async () => appliedAt.size === messages - bad)
      await until(
        'the poison is dead',
        async () => (await countOf('SELECT count(*)::int AS count FROM dead_letters')) === bad,
      )
      await until('all is acknowledged', async () => (await countOf(openSql, orders)) === 0)
      return { waitsMs: usual.map((id) => (appliedAt.get(id) ?? Number.NaN) - committedAt), dead: bad }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

const applySql = `
  WITH fresh AS (${insertInbox('$1', '$2')}) INSERT INTO applied SELECT $3::uuid WHERE EXISTS (SELECT 1 FROM fresh)`
const openSql = 'SELECT count(*)::int AS count FROM deliveries WHERE acknowledged_at IS NULL'
const commitSql = `
  WITH batch AS (
    SELECT n, gen_random_uuid() AS order_id, n % $3 <> 0 AS usual FROM generate_series(1, $2::int) AS n
  ), committed AS (
    INSERT INTO outbox (id, kind, name, aggregate_id, payload, created_at)
    SELECT gen_random_uuid(), 'command', $1, order_id::text,
           CASE WHEN usual OR $4 = 'none' THEN jsonb_build_object('orderId', order_id, 'stepId', 'reserve', 'lines', $5::jsonb)
                WHEN $4 = 'failing' THEN jsonb_build_object('orderId', order_id, 'stepId', 'fails', 'lines', $5::jsonb)
                ELSE jsonb_build_object('order_id', order_id) END,
           now() - interval '1 hour' + n * interval '1 millisecond'
      FROM batch
  )
  SELECT order_id, usual FROM batch ORDER BY n`
