import { z } from 'zod'
import { readSecret } from './secrets.ts'

/** What the host, or any other platform, tells every process. Each app extends this with its own in its `env.ts`. */
export const processEnv = {
  INSTANCE_ID: z.string().min(1).describe('name of this instance, e.g. orders-1'),
  SERVICE_VERSION: z
    .string()
    .regex(/^[\w.+-]{1,60}$/)
    .default('0.0.0')
    .describe('version it registers, e.g. 1.4.0'),
  ZONE: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .default('local')
    .describe('where it runs, as it registers; callers prefer their own zone'),
  WEIGHT: z.coerce
    .number()
    .gt(0)
    .max(100)
    .default(1)
    .describe('share of calls it registers for, above 0 and up to 100'),
  BIND_HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  ADVERTISE_HOST: z.string().default('127.0.0.1').describe('address to register'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0).describe('port to listen on; 0 takes any free one'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('least level that is logged'),
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('a collector that gets each line of the log too, e.g. https://logs.example/v1/logs'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^([\w-]+=[^,=]*(,|$))*$/, 'must be pairs such as api-key=abc,tenant=shop, with % for what is special')
    .default('')
    .transform((text) => Object.fromEntries(new URLSearchParams(text.replaceAll(',', '&').replaceAll('+', '%2B'))))
    .describe('what the collector is told with each request, e.g. api-key=abc'),
  SECRETS_DIR: z.string().min(1).describe('folder with keys and secrets'),
}

/** The folder of a process that cannot start without these secrets: one that is not there is a fault like any other. */
export const secretsEnv = (...names: readonly string[]) => ({
  SECRETS_DIR: processEnv.SECRETS_DIR.superRefine((dir, { addIssue }) => {
    for (const name of names) {
      try {
        readSecret(dir, name)
      } catch (error) {
        addIssue(error instanceof Error ? error.message : name)
      }
    }
  }).describe('folder with keys and secrets'),
})

/** Encryption between processes: all three, or none. What they have to be is for mutual-tls.ts in rpc to say. */
export const tlsEnv = {
  TLS_CERT_FILE: z
    .string()
    .optional()
    .describe("this service's certificate, PEM, with what stands between it and the authority"),
  TLS_KEY_FILE: z.string().optional().describe('its private key, PEM, for nobody else to read'),
  TLS_CA_FILE: z.string().optional().describe("the authority that issues every service's certificate, PEM"),
}

/** What every process that talks to Redis needs. */
export const redisEnv = {
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).describe('redis://…, or rediss://…?ssl_ca_certs=/path/ca.pem'),
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_-]*$/)
    .default('switchyard')
    .describe('put before every key'),
}

/** What every process with a database of its own needs. */
export const databaseEnv = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('postgresql://…, and encrypted …?sslmode=verify-full&sslrootcert=/path/ca.pem'),
}

/** What every process is told that has a part in the lab. */
export const labEnv = {
  LAB_ENABLED: z
    .enum(['0', '1'])
    .default('0')
    .transform((value) => value === '1')
    .describe("1 opens the lab's controls"),
}

/** Reads the environment once, at start. Throws one error that lists every fault with what the variable is for. */
export function readEnv<Shape extends z.ZodRawShape>(shape: Shape, source: NodeJS.ProcessEnv = process.env) {
  const result = z.object(shape).safeParse(source)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    const field = shape[name] as z.ZodType | undefined
    return `  ${name}: ${issue.message} (${field?.description ?? 'see docs'})`
  })
  throw new Error(`The environment is not complete:\n${faults.join('\n')}`)
}
