import { describe, expect, it } from 'vitest'
import { readSettings, SettingsError } from './settings.ts'

describe('readSettings', () => {
  it('needs nothing to be set', () => {
    const settings = readSettings('/checkout', {})
    expect(settings).toMatchObject({
      webPort: 3000,
      gatewayPort: 4000,
      hostPort: 4900,
      bindHost: '127.0.0.1',
      labEnabled: true,
    })
    expect(settings).toMatchObject({
      dataDir: '/checkout/.data',
      secretsDir: '/checkout/.data/secrets',
      dbPrefix: 'switchyard',
    })
  })

  it('names every fault at once, and how a right value looks', () => {
    const read = () =>
      readSettings('/checkout', { WEB_PORT: '99999', DATABASE_URL: 'localhost', DB_PREFIX: 'Ab-c', LAB_ENABLED: 'yes' })
    expect(read).toThrow(SettingsError)
    for (const word of [
      'WEB_PORT',
      'DATABASE_URL',
      'DB_PREFIX',
      'LAB_ENABLED',
      '1 to 65535',
      'postgresql://',
      '0 or 1',
    ]) {
      expect(read).toThrow(word)
    }
  })

  it('refuses one port for two listeners', () => {
    expect(() => readSettings('/checkout', { WEB_PORT: '4900' })).toThrow(/HOST_PORT must differ/)
  })

  it.each([
    ['ZONES', 'orders-2'],
    ['ZONES', 'orders=b'],
    ['WEIGHTS', 'orders-2=0'],
    ['WEIGHTS', 'orders-2=100.5'],
    ['WEIGHTS', 'orders-2=heavy'],
    ['VERSIONS', 'orders-2=2 0'],
  ])('refuses %s=%s and shows how a right one looks', (name, value) => {
    expect(() => readSettings('/checkout', { [name]: value })).toThrow(new RegExp(`${name}.*such as orders-`))
  })

  it('shows no password of a broken URL', () => {
    const read = () => readSettings('/checkout', { DATABASE_URL: 'mysql://admin:geheim@db/shop' })
    expect(read).toThrow('mysql://admin:***@db/shop')
  })

  it('reaches its own processes where they listen, whatever address they register', () => {
    const env = { BIND_HOST: '127.0.0.1', ADVERTISE_HOST: '127.0.1.1' }
    expect(readSettings('/checkout', env)).toMatchObject({ advertiseHost: '127.0.1.1', reachHost: '127.0.0.1' })
    const everywhere = readSettings('/checkout', { BIND_HOST: '0.0.0.0' })
    expect(everywhere).toMatchObject({ advertiseHost: '127.0.0.1', reachHost: '127.0.0.1' })
  })

  it('takes an empty variable for an unset one', () => {
    expect(readSettings('/checkout', { REDIS_URL: '', SHIP_AFTER_MS: '' })).toMatchObject({
      redisUrl: undefined,
      shipAfterMs: undefined,
    })
  })

  it("passes neither its own variables nor npm's on to children", () => {
    const env = {
      PATH: '/bin',
      DATABASE_URL: 'postgresql://a:b@c/d',
      npm_config_prefix: '/x',
      INIT_CWD: '/y',
      PGPASSWORD: 'z',
    }
    expect(readSettings('/checkout', env).inheritedEnv).toEqual({ PATH: '/bin' })
  })
})
