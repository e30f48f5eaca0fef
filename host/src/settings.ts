import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

/** Everything that the environment decides about the local host; read once, in main, and passed on. */
export interface Settings {
  /** Absolute path of the repository. */
  readonly checkout: string
  /** Absolute path of `DATA_DIR`: engines, logs, secrets, `host.json`. */
  readonly dataDir: string
  /** Absolute path of `SECRETS_DIR`. */
  readonly secretsDir: string
  readonly webPort: number
  readonly gatewayPort: number
  readonly hostPort: number
  readonly bindHost: string
  readonly advertiseHost: string
  /** Where the host itself reaches what it has started: the address on which that listens, whatever it registers. */
  readonly reachHost: string
  /** An admin account of a Postgres that was brought; undefined: the host runs its own. */
  readonly databaseUrl: string | undefined
  readonly redisUrl: string | undefined
  /** A payment provider elsewhere; undefined: the sandbox provider is started. */
  readonly paymentsUrl: string | undefined
  /** Prefix of databases, roles and Redis keys. */
  readonly dbPrefix: string
  readonly reservationTtlMs: number
  /** Undefined: staff ships. */
  readonly shipAfterMs: number | undefined
  /** What single instances register in place of the usual, by their id, such as `orders-3`. */
  readonly instances: {
    readonly zones: ByInstance
    readonly weights: ByInstance
    readonly versions: ByInstance
  }
  readonly labEnabled: boolean
  /** Whether services speak encrypted with one another, by certificates that each start makes. */
  readonly tls: boolean
  /** A collector that gets each line that a service logs; undefined: none does. */
  readonly logsUrl: string | undefined
  readonly production: boolean
  /** What children inherit: the machine's environment without the variables above and without npm's own. */
  readonly inheritedEnv: Readonly<Record<string, string>>
}

/** A value for each instance that has one of its own. */
type ByInstance = ReadonlyMap<string, string>

/** The environment asks for something impossible; the message lists every fault with its fix. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Reads and validates the environment; throws one {@link SettingsError} that names all faults at once. */
export function readSettings(checkout: string, env: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const read = environment.safeParse(given)
  if (!read.success) throw new SettingsError(describe(read.error.issues, given))
  const values = read.data
  const dataDir = resolve(checkout, values.DATA_DIR)
  return {
    checkout,
    dataDir,
    secretsDir: values.SECRETS_DIR === undefined ? resolve(dataDir, 'secrets') : resolve(checkout, values.SECRETS_DIR),
    webPort: values.WEB_PORT,
    gatewayPort: values.GATEWAY_PORT,
    hostPort: values.HOST_PORT,
    bindHost: values.BIND_HOST,
    advertiseHost: values.ADVERTISE_HOST ?? reachable(values.BIND_HOST),
    reachHost: reachable(values.BIND_HOST),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    paymentsUrl: values.PAYMENTS_URL,
    dbPrefix: values.DB_PREFIX,
    reservationTtlMs: values.RESERVATION_TTL_MS,
    shipAfterMs: values.SHIP_AFTER_MS,
    instances: { zones: values.ZONES, weights: values.WEIGHTS, versions: values.VERSIONS },
    labEnabled: values.LAB_ENABLED ?? values.NODE_ENV !== 'production',
    tls: values.TLS === 'on',
    logsUrl: values.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT,
    production: values.NODE_ENV === 'production',
    inheritedEnv: inherited(given),
  }
}

const reachable = (bindHost: string) => (bindHost === '0.0.0.0' || bindHost === '::' ? '127.0.0.1' : bindHost)

const port = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .transform(Number)
    .refine((value) => Number.isInteger(value) && value >= 1 && value <= 65_535, 'must be a port, 1 to 65535')

const milliseconds = z
  .string()
  .regex(/^\d{1,12}$/, 'must be whole milliseconds, such as 900000')
  .transform(Number)

const byInstance = (value: RegExp, what: string) =>
  z
    .string()
    .default('')
    .transform(
      (text) => new Map(text === '' ? [] : text.split(',').map((pair) => pair.split('=', 2) as [string, string])),
    )
    .refine(
      (pairs) => [...pairs].every(([id, one = '']) => /^[a-z]+-\d+$/.test(id) && value.test(one)),
      `must be ${what}`,
    )

const hostName = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value),
    'must be an address or a host name',
  )

const url = (example: string, ...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol) && new URL(value).hostname !== '',
      `must be a URL such as ${example}`,
    )

const environment = z
  .object({
    WEB_PORT: port(3000),
    GATEWAY_PORT: port(4000),
    HOST_PORT: port(4900),
    BIND_HOST: hostName.default('127.0.0.1'),
    ADVERTISE_HOST: hostName.optional(),
    DATABASE_URL: url('postgresql://admin:password@127.0.0.1:5432/postgres', 'postgres:', 'postgresql:').optional(),
    REDIS_URL: url('redis://127.0.0.1:6379', 'redis:', 'rediss:').optional(),
    PAYMENTS_URL: url('http://127.0.0.1:4242', 'http:', 'https:').optional(),
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: url('http://127.0.0.1:4318/v1/logs', 'http:', 'https:').optional(),
    SECRETS_DIR: z.string().optional(),
    DATA_DIR: z.string().default('.data'),
    DB_PREFIX: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,30}$/, 'must be 1 to 31 lower-case letters, digits or _, beginning with a letter')
      .default('switchyard'),
    RESERVATION_TTL_MS: milliseconds.default(900_000).refine((value) => value >= 1000, 'must be at least 1000'),
    SHIP_AFTER_MS: milliseconds.optional(),
    ZONES: byInstance(/^[\w.-]{1,60}$/, 'zones of instances, such as orders-2=b,inventory-2=b'),
    WEIGHTS: byInstance(
      /^(?=.*[1-9])(\d{1,2}(\.\d{1,3})?|100)$/,
      'weights of instances, above 0 and up to 100, such as orders-2=0.5',
    ),
    VERSIONS: byInstance(/^[\w.+-]{1,60}$/, 'versions of instances, such as orders-3=2.0.0'),
    LAB_ENABLED: z
      .enum(['0', '1'], 'must be 0 or 1')
      .transform((value) => value === '1')
      .optional(),
    TLS: z.enum(['on', 'off'], 'must be on or off').default('off'),
    NODE_ENV: z.string().optional(),
  })
  .superRefine((values, context) => {
    const ports = [values.WEB_PORT, values.GATEWAY_PORT, values.HOST_PORT]
    for (const [index, name] of (['WEB_PORT', 'GATEWAY_PORT', 'HOST_PORT'] as const).entries()) {
      if (ports.indexOf(values[name]) < index) {
        context.addIssue({ code: 'custom', path: [name], message: 'must differ from the other ports' })
      }
    }
  })

function describe(issues: readonly z.core.$ZodIssue[], given: Record<string, unknown>): string {
  const lines = issues.map(({ path, message }) => {
    const name = String(path[0])
    const value = name in given ? ` is ${JSON.stringify(redact(String(given[name])))} but` : ''
    return `  ${name}${value} ${message}`
  })
  return `The environment has ${lines.length === 1 ? 'a fault' : `${lines.length} faults`}; correct or unset:\n${lines.join('\n')}`
}

/** A password in a URL never reaches the terminal. */
function redact(value: string): string {
  return value.replace(/(:\/\/[^:@/]*:)[^@/]*@/, '$1***@')
}

function inherited(given: Record<string, string | undefined>): Record<string, string> {
  const own = new Set([
    ...Object.keys(environment.shape),
    'INIT_CWD',
    'NODE_CHANNEL_FD',
    'NODE_CHANNEL_SERIALIZATION_MODE',
  ])
  const kept = Object.entries(given).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !own.has(entry[0]) && !/^(npm|pnpm)_/i.test(entry[0]) && !entry[0].startsWith('PG'),
  )
  return Object.fromEntries(kept)
}
