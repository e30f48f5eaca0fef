import { systemClock } from '@switchyard/runtime/clock'
import { readEnv } from '@switchyard/runtime/env'
import { silentLog } from '@switchyard/runtime/log'
import { hearParent, reportReady } from '@switchyard/runtime/process'
import { z } from 'zod'
import { Faults } from '../fault.ts'
import { redisRegistry } from '../redis-registry.ts'
import { serve } from '../serve.ts'
import { loadIdentity } from '../tokens.ts'
import { echo, echoRouter } from './echo.ts'

/** The echo service as a process of its own, so that a test can really kill, freeze, drain and hurt it. */
const env = readEnv({
  INSTANCE_ID: z.string(),
  SECRETS_DIR: z.string(),
  TEST_REDIS_URL: z.string(),
  REDIS_PREFIX: z.string(),
})
const clock = systemClock
const identity = await loadIdentity({ service: echo.service, secretsDir: env.SECRETS_DIR, clock })
const around = new Faults({ clock, random: Math.random })
hearParent(around.hear)
const registry = redisRegistry({ url: env.TEST_REDIS_URL, prefix: env.REDIS_PREFIX, identity, clock, log: silentLog })
const server = await serve({
  contract: echo,
  router: echoRouter(),
  identity,
  registry,
  env: { ...env, SERVICE_VERSION: '0.0.0', BIND_HOST: '127.0.0.1', ADVERTISE_HOST: '127.0.0.1', PORT: 0 },
  log: silentLog,
  clock,
  ready: async () => ({}),
  around,
})
reportReady(server)
process.once('SIGTERM', async () => {
  await server.drain()
  process.exit(0)
})
process.once('disconnect', () => process.exit(0))
