import { databaseEnv, processEnv, readEnv } from '@switchyard/runtime/env'
import { z } from 'zod'

/** What the provider needs to run. */
export const env = readEnv({
  ...processEnv,
  ...databaseEnv,
  WEBHOOK_URL: z.url().describe('where the merchant hears of charges and refunds'),
})
