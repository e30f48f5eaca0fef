import { databaseEnv, labEnv, processEnv, readEnv, redisEnv } from '@switchyard/runtime/env'
import { z } from 'zod'

/** What the gateway needs to run. */
export const env = readEnv({
  ...processEnv,
  ...redisEnv,
  ...databaseEnv,
  ...labEnv,
  HOST_URL: z.url().optional().describe("the local host's control API, for the lab"),
})
