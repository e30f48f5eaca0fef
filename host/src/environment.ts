import { join } from 'node:path'
import type { StartAs } from '@switchyard/contracts/lab'
import { certificateFiles, holdsCertificate } from './certificates.ts'
import type { RedisUrls } from './redis-urls.ts'
import { type RedisUserName, redisUserNames } from './redis-users.ts'
import type { Settings } from './settings.ts'
import type { ServiceRow } from './topology.ts'

/** Where the parts of this stack are; all known before the first service starts, and fixed while the host runs. */
export interface Addresses {
  /** Connection URL of each service's own role. */
  readonly databases: Readonly<Record<NonNullable<ServiceRow['database']>, string>>
  /** Connection URL of each service's own user. */
  readonly redis: RedisUrls
  readonly payments: string
}

/** The environment of one instance: what every process gets, and of the rest what its row in the topology names. */
export function environmentOf(
  row: ServiceRow,
  { id, version, as, settings, addresses, production, port }: EnvironmentOptions,
) {
  const gateway = `http://127.0.0.1:${settings.gatewayPort}`
  const special: Readonly<Record<string, string | undefined>> = {
    DATABASE_URL: row.database === undefined ? undefined : addresses.databases[row.database],
    REDIS_URL: isRedisUser(row.name) ? addresses.redis[row.name] : undefined,
    REDIS_PREFIX: settings.dbPrefix,
    PORT: String(port),
    PAYMENTS_URL: addresses.payments,
    WEBHOOK_URL: `${gateway}/webhooks/payments`,
    GATEWAY_URL: gateway,
    WEB_URL: `http://${settings.advertiseHost}:${settings.webPort}`,
    HOST_URL: `http://127.0.0.1:${settings.hostPort}`,
    RESERVATION_TTL_MS: String(settings.reservationTtlMs),
    SHIP_AFTER_MS: settings.shipAfterMs === undefined ? undefined : String(settings.shipAfterMs),
    SECRETS_DIR: settings.secretsDir,
    // Where partners and shop share one machine, partners are not public.
    WEBHOOK_TARGETS: settings.labEnabled ? 'any' : 'public',
  }
  const wanted = ['PORT', ...row.env, ...(row.env.includes('REDIS_URL') ? ['REDIS_PREFIX'] : [])]
  const environment: Record<string, string> = {
    ...curated(settings.inheritedEnv),
    INSTANCE_ID: id,
    SERVICE_VERSION: as?.version ?? settings.instances.versions.get(id) ?? version,
    BIND_HOST: settings.bindHost,
    ADVERTISE_HOST: settings.advertiseHost,
    LAB_ENABLED: settings.labEnabled ? '1' : '0',
    NODE_ENV: production ? 'production' : 'development',
    NODE_COMPILE_CACHE: settings.inheritedEnv.NODE_COMPILE_CACHE ?? join(settings.dataDir, 'compile-cache'),
    NEXT_TELEMETRY_DISABLED: '1',
    // glibc keeps one arena a thread otherwise, which costs each of our processes some 10 MB and buys nothing.
    MALLOC_ARENA_MAX: '2',
    ...(holdsCertificate(row.name) ? certificateFiles(settings, row.name) : {}),
  }
  const zone = settings.instances.zones.get(id)
  const weight = as ? String(as.weight) : settings.instances.weights.get(id)
  if (zone !== undefined) environment.ZONE = zone
  if (weight !== undefined) environment.WEIGHT = weight
  for (const name of wanted) {
    const value = special[name]
    if (value !== undefined) environment[name] = value
  }
  if (settings.logsUrl !== undefined) environment.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT = settings.logsUrl
  return environment
}

const isRedisUser = (name: string): name is RedisUserName => redisUserNames.some((user) => user === name)

/** What an environment is made of. */
export interface EnvironmentOptions {
  /** The instance, such as `orders-1`. */
  readonly id: string
  readonly version: string
  /** In place of version and weight, for this instance. */
  readonly as?: StartAs | undefined
  readonly settings: Settings
  readonly addresses: Addresses
  readonly production: boolean
  /** 0 takes any free one. */
  readonly port: number
}

/**
 * Of the machine's environment only what a process needs to run, to reach a collector, and our limits, which end in
 * their unit (`…_MS`, `…_MAX`): credentials of whoever started the host are nobody's business.
 */
function curated(inherited: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(inherited).filter(([name]) => machine.has(name) || ours.test(name)))
}

const machine = new Set([
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
])

const ours =
  /^LOG_LEVEL$|^CORS_ORIGINS$|^STAFF_SECOND_FACTOR$|^OTEL_|_(MS|MAX|MIN|LIMIT|BYTES|PER_MINUTE|PER_SECOND|SHARE|STREAMS)$/
