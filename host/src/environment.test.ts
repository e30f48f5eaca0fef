import { expect, it } from 'vitest'
import { environmentOf } from './environment.ts'
import { readSettings } from './settings.ts'
import { topology } from './topology.ts'

const given = {
  PATH: '/bin',
  AWS_SECRET_ACCESS_KEY: 'x',
  NODE_OPTIONS: '--inspect',
  RATE_LIMIT_PER_MINUTE: '5',
  SHIP_AFTER_MS: '2000',
}
const addresses = {
  databases: { identity: 'db-identity', orders: 'db-orders', inventory: 'db-inventory', payments: 'db-payments' },
  redis: { gateway: 'redis://gateway', orders: 'redis://orders', inventory: 'redis://inventory' },
  payments: 'http://p',
}
const environments = Object.fromEntries(
  topology.map((row) => [
    row.name,
    environmentOf(row, {
      id: `${row.name}-1`,
      version: '1',
      settings: readSettings('/checkout', given),
      addresses,
      production: true,
      port: 0,
    }),
  ]),
)

it('gives each service the database of its own role and no other', () => {
  const urls = Object.fromEntries(Object.entries(environments).map(([name, env]) => [name, env.DATABASE_URL]))
  expect(urls).toEqual({
    payments: 'db-payments',
    inventory: 'db-inventory',
    orders: 'db-orders',
    gateway: 'db-identity',
    web: undefined,
  })
})

it('gives each service that uses Redis a user of its own', () => {
  const urls = Object.fromEntries(Object.entries(environments).map(([name, env]) => [name, env.REDIS_URL]))
  expect(urls).toEqual({
    payments: undefined,
    inventory: 'redis://inventory',
    orders: 'redis://orders',
    gateway: 'redis://gateway',
    web: undefined,
  })
})

it('names the certificate of each service that has one, where TLS is on', () => {
  const certificates = (TLS: string) =>
    topology.map((row) => {
      const settings = readSettings('/checkout', { ...given, TLS })
      const options = { id: `${row.name}-1`, version: '1', settings, addresses, production: true, port: 0 }
      return [row.name, environmentOf(row, options).TLS_CERT_FILE]
    })
  const file = (name: string) => `/checkout/.data/tls/${name}.cert.pem`
  expect(Object.fromEntries(certificates('on'))).toEqual({
    payments: undefined,
    inventory: file('inventory'),
    orders: file('orders'),
    gateway: file('gateway'),
    web: undefined,
  })
  expect(new Set(certificates('off').map(([, cert]) => cert))).toEqual(new Set([undefined]))
})

it('gives the web neither secrets nor Redis', () => {
  expect(environments.web).toMatchObject({ GATEWAY_URL: 'http://127.0.0.1:4000', INSTANCE_ID: 'web-1' })
  expect(Object.keys(environments.web ?? {})).not.toEqual(
    expect.arrayContaining(['SECRETS_DIR', 'REDIS_URL', 'REDIS_PREFIX']),
  )
})

it('gives orders its provider and its delay, and the provider its way back', () => {
  expect(environments.orders).toMatchObject({
    PAYMENTS_URL: 'http://p',
    SHIP_AFTER_MS: '2000',
    REDIS_PREFIX: 'switchyard',
  })
  expect(environments.payments).toMatchObject({ WEBHOOK_URL: 'http://127.0.0.1:4000/webhooks/payments' })
})

it('gives one instance the zone, weight and version that are meant for it, and the others the usual', () => {
  const labels = { ZONES: 'orders-2=b', WEIGHTS: 'orders-2=0.5,inventory-1=3', VERSIONS: 'orders-2=2.0.0' }
  const settings = readSettings('/checkout', { ...given, ...labels })
  const orders = topology.find(({ name }) => name === 'orders')
  if (!orders) throw new Error('no orders')
  const envOf = (id: string) =>
    environmentOf(orders, { id, version: '1', settings, addresses, production: true, port: 0 })
  expect(envOf('orders-2')).toMatchObject({ ZONE: 'b', WEIGHT: '0.5', SERVICE_VERSION: '2.0.0' })
  expect(envOf('orders-1')).toMatchObject({ SERVICE_VERSION: '1' })
  expect(envOf('orders-1')).not.toHaveProperty('ZONE')
})

it('passes limits of the machine on, and nothing that is not ours', () => {
  expect(environments.gateway).toMatchObject({ PATH: '/bin', RATE_LIMIT_PER_MINUTE: '5' })
  expect(environments.gateway).not.toHaveProperty('AWS_SECRET_ACCESS_KEY')
  expect(environments.gateway).not.toHaveProperty('NODE_OPTIONS')
})
