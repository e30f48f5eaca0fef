import { databaseEnv, processEnv, readEnv, secretsEnv } from '@switchyard/runtime/env'
import { z } from 'zod'

/** What the provider needs to run. */
export const env = readEnv({
  ...processEnv,
  ...secretsEnv('payments-api.secret', 'payments-ledger.token', 'payments-webhook.secret'),
  ...databaseEnv,
  WEBHOOK_URL: z.url().describe('where the merchant hears of charges and refunds'),
})
