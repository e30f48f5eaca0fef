import { databaseEnv, processEnv, readEnv, redisEnv } from '@switchyard/runtime/env'
import { z } from 'zod'

/** What the gateway needs to run. */
export const env = readEnv({
  ...processEnv,
  ...redisEnv,
  ...databaseEnv,
  LAB_ENABLED: z
    .enum(['0', '1'])
    .default('0')
    .transform((value) => value === '1')
    .describe("1 opens the lab's controls"),
  HOST_URL: z.url().optional().describe("the local host's control API, for the lab"),
})
