/** A Postgres that you brought; without one the bench starts its own. */
export const broughtDatabaseUrl = process.env.BENCH_DATABASE_URL
/** A Redis that you brought, likewise. */
export const broughtRedisUrl = process.env.BENCH_REDIS_URL

/** What the programs that are started here are given. */
export const environment = process.env
