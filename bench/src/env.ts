/** A Postgres that you brought; without one the bench starts its own. */
export const broughtDatabaseUrl = process.env.BENCH_DATABASE_URL

/** What the programs that are started here are given. */
export const environment = process.env
