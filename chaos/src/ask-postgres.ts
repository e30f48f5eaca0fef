import pg from 'pg'

/** Does something to a Postgres over a connection of its own; throws when it is not there. */
export async function askPostgres<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The same server's database of one service. */
export const databaseOf = (url: string, owner: string): string =>
  Object.assign(new URL(url), { pathname: `/switchyard_${owner}` }).href
