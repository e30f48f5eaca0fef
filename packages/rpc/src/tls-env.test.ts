import { chmod, writeFile } from 'node:fs/promises'
import { privateCa } from '@switchyard/private-ca/private-ca'
import { describe, expect, onTestFinished, test } from 'vitest'
import { tlsNameOf } from './mutual-tls.ts'
import { testCertificates } from './testing/certificates.ts'
import { readTlsEnv, type TlsEnv } from './tls-env.ts'

const asked = { name: tlsNameOf('orders'), nowMs: Date.now() }
const read = (env: TlsEnv) => () => readTlsEnv(env, asked)

async function certificates() {
  const made = await testCertificates()
  onTestFinished(made[Symbol.asyncDispose])
  return made
}

test('nothing that is set means no TLS, and three good files mean these', async () => {
  const { envFor } = await certificates()
  const env = await envFor('orders')
  expect(read({ TLS_CERT_FILE: '', REDIS_URL: 'redis://redis.internal' })()).toBeUndefined()
  expect(read(env)()).toEqual({ cert: env.TLS_CERT_FILE, key: env.TLS_KEY_FILE, ca: env.TLS_CA_FILE })
})

describe('a start without', () => {
  test('some of the files tells of each', async () => {
    const { envFor } = await certificates()
    const { TLS_CERT_FILE } = await envFor('orders')
    const wrong = read({ TLS_CERT_FILE, TLS_CA_FILE: '/nowhere/ca.pem' })
    for (const fault of [/TLS_KEY_FILE is not set/, /TLS_CA_FILE cannot be read: ENOENT.*nowhere/]) {
      expect(wrong).toThrow(fault)
    }
  })

  test('a certificate of its own tells every fault at once, with what to do', async () => {
    const { envFor, issue, write } = await certificates()
    const env = await envFor('inventory', { fromMs: Date.now() - 7_200_000 })
    await write(env.TLS_KEY_FILE, (await issue('orders')).key)
    await write(env.TLS_CA_FILE, (await privateCa({ nowMs: Date.now() })).cert)
    await chmod(env.TLS_KEY_FILE, 0o644)
    for (const fault of [
      /TLS_KEY_FILE may be read by others; chmod 600/,
      /TLS_KEY_FILE is not the key of the certificate/,
      /TLS_CERT_FILE is not for orders\.switchyard\.internal/,
      /TLS_CERT_FILE expired at \d{4}-/,
      /TLS_CERT_FILE was not issued by an authority of TLS_CA_FILE/,
    ]) {
      expect(read(env)).toThrow(fault)
    }
  })

  test('PEM tells which files hold none', async () => {
    const env = await (await certificates()).envFor('orders')
    for (const file of Object.values(env)) await writeFile(file, 'hunter2')
    expect(read(env)).toThrow(/TLS_CA_FILE holds no certificate[\s\S]+TLS_CERT_FILE holds no certificate/)
    expect(read(env)).not.toThrow(/hunter2/)
  })
})

describe('beside TLS nothing leaves the machine plain:', () => {
  const plain = {
    REDIS_URL: 'redis://:hunter2@redis.internal:6379',
    DATABASE_URL: 'postgresql://orders:hunter2@db.internal/orders?sslmode=require',
    PAYMENTS_URL: 'http://payments.example',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs.example/v1/logs',
  }
  const encrypted = {
    REDIS_URL: 'rediss://redis.internal:6380?ssl_ca_certs=/ca.pem',
    DATABASE_URL: 'postgresql://orders@db.internal/orders?sslmode=verify-full&sslrootcert=/ca.pem',
    PAYMENTS_URL: 'https://payments.example',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://logs.example/v1/logs',
  }
  const onLoopback = {
    REDIS_URL: 'redis://127.0.0.1:6379',
    DATABASE_URL: 'postgresql://orders@localhost:5432/orders',
    PAYMENTS_URL: 'http://[::1]:4242',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:4318/v1/logs',
  }

  test.each(Object.entries(plain))('%s is refused, and its password not shown', async (name, url) => {
    const env = { ...(await (await certificates()).envFor('orders')), ...encrypted, [name]: url }
    expect(read(env)).toThrow(new RegExp(`${name} is plain; it must`))
    expect(read(env)).not.toThrow(/hunter2/)
  })

  test('what is encrypted, or stays on this machine, is taken', async () => {
    const files = await (await certificates()).envFor('orders')
    expect(read({ ...files, ...encrypted })).not.toThrow()
    expect(read({ ...files, ...onLoopback })).not.toThrow()
  })
})
