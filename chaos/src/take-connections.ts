import pg from 'pg'
import { enginesOf } from './engines.ts'
import type { Strike } from './strike.ts'

/** Takes every connection that Postgres gives, those of the shop and those kept for the superuser included, and holds them. */
export const takeConnections: Strike = async ({ ground }) => {
  const { postgresUrl } = enginesOf(ground)
  const taken: pg.Client[] = []
  const heal = async () => void (await Promise.all(taken.splice(0).map((client) => client.end().catch(() => {}))))
  const take = async () => {
    const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    await client.connect()
    taken.push(client)
  }
  try {
    await take()
    // Whoever is sent away comes back at once, so it takes some rounds until all places are ours.
    for (let round = 0; round < roundsMax; round += 1) {
      await taken[0]?.query(sendAway)
      const came = await Promise.allSettled(Array.from({ length: atOnce }, take))
      const isFull = came.every(({ status }) => status === 'rejected')
      if (isFull && (await othersThan(taken[0])) === 0) break
    }
  } catch (error) {
    await heal()
    throw error
  }
  const connectionsTaken = taken.length
  return { heal, findings: () => ({ connectionsTaken }) }
}

const roundsMax = 60
const atOnce = 16

const others = `backend_type = 'client backend' AND usename <> current_user`
const sendAway = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`

async function othersThan(client: pg.Client | undefined): Promise<number> {
  const found = await client?.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${others}`,
  )
  return found?.rows[0]?.count ?? 0
}
