import { type Stack, startStack } from '@switchyard/host/stack'

/** Faults need engines that may be killed, and orders that are shipped by nobody. */
const ownEngines = {
  DATABASE_URL: '',
  REDIS_URL: '',
  SECRETS_DIR: '',
  PAYMENTS_URL: '',
  SHIP_AFTER_MS: '',
  BIND_HOST: '',
  ADVERTISE_HOST: '',
  DB_PREFIX: '',
  LAB_ENABLED: '1',
}

/**
 * Starts a stack on engines of its own, whatever this process's environment names.
 * @throws when no real Redis is to be had: what a campaign finds would be found of a stand-in.
 */
export async function startOwnStack(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const stack = await startStack({ dataDir, env: { ...ownEngines, ...env } })
  if (!stack.hostJson.redisIsStandIn) return stack
  await stack.stop()
  throw new Error(noRedis)
}

const noRedis =
  'No real Redis is to be had here, and on a stand-in nothing is proved. ' +
  'Install redis-server or valkey-server 7 or newer, or let this machine reach its package archive.'
