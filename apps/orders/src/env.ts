import { databaseEnv, labEnv, processEnv, readEnv, redisEnv, secretsEnv, tlsEnv } from '@switchyard/runtime/env'
import { z } from 'zod'

/** What an instance of orders is told when it starts. Throws one error that lists all that is missing. */
export const env = readEnv({
  ...processEnv,
  ...secretsEnv('order-access.secret', 'partner-webhooks.secret', 'payments-api.secret', 'payments-ledger.token'),
  ...redisEnv,
  ...databaseEnv,
  ...labEnv,
  ...tlsEnv,
  DATABASE_CONNECTIONS_MAX: z.coerce
    .number()
    .int()
    .min(2)
    .max(50)
    .default(14)
    .describe('connections to the database at most: half for requests, half for background work'),
  PAYMENTS_URL: z.url({ protocol: /^https?$/ }).describe('the payment provider, http://host:port'),
  WEBHOOK_TARGETS: z
    .enum(['public', 'any'])
    .default('public')
    .describe('where webhooks of partners may go: public addresses over https alone, or any, for one machine'),
  SHIP_AFTER_MS: z.coerce
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('ships confirmed orders after so many milliseconds; unset: staff ships'),
})
