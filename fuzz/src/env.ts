/** Everything that this process was told; for engines of its own. */
export const inherited = process.env

/** Engines that are there already; empty where there are none. */
export const given = {
  adminUrl: process.env.TEST_DATABASE_URL ?? '',
  redisUrl: process.env.TEST_REDIS_URL ?? '',
}
