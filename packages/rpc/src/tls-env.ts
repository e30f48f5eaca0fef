import { readFileSync, statSync } from 'node:fs'
import { type Credentials, credentialFaults } from './tls-credentials.ts'

/** What the environment says of TLS; and where else a process connects to, which must not be plain beside it. */
export interface TlsEnv {
  TLS_CERT_FILE?: string | undefined
  TLS_KEY_FILE?: string | undefined
  TLS_CA_FILE?: string | undefined
  REDIS_URL?: string | undefined
  DATABASE_URL?: string | undefined
  PAYMENTS_URL?: string | undefined
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT?: string | undefined
}

const variables = { cert: 'TLS_CERT_FILE', key: 'TLS_KEY_FILE', ca: 'TLS_CA_FILE' } as const
const parts = ['cert', 'key', 'ca'] as const

/** The files that a process was given; undefined when TLS is off. Throws one error that tells every fault, each with its fix. */
export function readTlsEnv(env: TlsEnv, asked: { name: string; nowMs: number }): Credentials | undefined {
  if (parts.every((part) => !env[variables[part]])) return undefined
  const files = { cert: env.TLS_CERT_FILE ?? '', key: env.TLS_KEY_FILE ?? '', ca: env.TLS_CA_FILE ?? '' }
  const faults = [...fileFaults(files, asked), ...plainFaults(env)]
  if (faults.length === 0) return files
  throw new Error(
    `TLS is not set up right; set all of ${Object.values(variables).join(', ')}, or none:\n${faults.join('\n')}`,
  )
}

function fileFaults(files: Credentials, asked: { name: string; nowMs: number }): string[] {
  const texts = { cert: '', key: '', ca: '' }
  const unread = parts.flatMap((part) => {
    try {
      texts[part] = readFileSync(files[part], 'utf8')
      return []
    } catch (error) {
      const why = files[part] ? `cannot be read: ${error instanceof Error ? error.message : error}` : 'is not set'
      return [`  ${variables[part]} ${why}`]
    }
  })
  if (unread.length > 0) return unread
  const open = statSync(files.key).mode & 0o007 ? [`  TLS_KEY_FILE may be read by others; chmod 600 ${files.key}`] : []
  return [...open, ...credentialFaults(texts, asked).map(({ part, what }) => `  ${variables[part]} ${what}`)]
}

/** What leaves the machine leaves it encrypted, or all the certificates prove nothing. */
function plainFaults({ REDIS_URL, DATABASE_URL, ...env }: TlsEnv): string[] {
  return [
    isPlain(REDIS_URL, ({ protocol }) => protocol === 'rediss:') &&
      '  REDIS_URL is plain; it must begin with rediss:// (and name the authority: ?ssl_ca_certs=/path/ca.pem)',
    isPlain(DATABASE_URL, ({ searchParams }) => searchParams.get('sslmode') === 'verify-full') &&
      '  DATABASE_URL is plain; it must end with ?sslmode=verify-full&sslrootcert=/path/ca.pem',
    ...(['PAYMENTS_URL', 'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'] as const).map(
      (name) => isPlain(env[name], isHttps) && `  ${name} is plain; it must begin with https://`,
    ),
  ].filter((fault) => fault !== false)
}

const isHttps = ({ protocol }: URL): boolean => protocol === 'https:'

const isPlain = (text: string | undefined, isEncrypted: (url: URL) => boolean): boolean => {
  if (!text) return false
  const url = new URL(text)
  return !isEncrypted(url) && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
}
