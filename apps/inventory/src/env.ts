import { databaseEnv, labEnv, processEnv, readEnv, redisEnv, tlsEnv } from '@switchyard/runtime/env'
import { z } from 'zod'

/** What an instance of inventory is told when it starts. Throws one error that lists all that is missing. */
export const env = readEnv({
  ...processEnv,
  ...redisEnv,
  ...databaseEnv,
  ...labEnv,
  ...tlsEnv,
  DATABASE_CONNECTIONS_MAX: z.coerce
    .number()
    .int()
    .min(2)
    .max(100)
    .default(12)
    .describe('connections to the database at most, for calls and messages together'),
  RESERVATION_TTL_MS: z.coerce
    .number()
    .int()
    .min(1)
    .default(900_000)
    .describe('how long an unfinished order holds stock, in milliseconds'),
})
