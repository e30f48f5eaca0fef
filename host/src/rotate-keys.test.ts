import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rotateKeys } from './rotate-keys.ts'
import { ensureSecrets } from './secrets.ts'

let secretsDir: string
beforeEach(() => {
  secretsDir = mkdtempSync(join(tmpdir(), 'rotate-'))
  ensureSecrets(secretsDir)
})
afterEach(() => rmSync(secretsDir, { recursive: true, force: true }))

const keyFile = (service: string) => join(secretsDir, 'keys', `${service}.private.jwk`)
const privateKid = () => JSON.parse(readFileSync(keyFile('orders'), 'utf8')).kid
const published = (): string[] =>
  JSON.parse(readFileSync(join(secretsDir, 'keys/public.jwks'), 'utf8')).keys.map(({ kid }: { kid: string }) => kid)
const ofOrders = () => published().filter((kid) => kid.startsWith('orders-'))
const anHour = 3_600_000
/** Each call is an hour after the one before, unless it is said how long after. */
async function rotate(during: () => void = () => {}, passedMs = anHour) {
  const since = Date.now() / 1000 - passedMs / 1000
  utimesSync(keyFile('orders'), since, since)
  const sleep = async () => during()
  return await rotateKeys({ secretsDir, service: 'orders', publishedForMs: 1, now: Date.now, sleep })
}

describe('a rotation', () => {
  it('publishes the next key, and uses it only after everybody had time to see it', async () => {
    let between: unknown
    const kid = await rotate(() => {
      between = [privateKid(), ofOrders()]
    })
    expect(between).toEqual(['orders-1', ['orders-1', 'orders-2']])
    expect([kid, privateKid(), ofOrders()]).toEqual(['orders-2', 'orders-2', ['orders-1', 'orders-2']])
  })

  it('keeps the key before and forgets older ones', async () => {
    for (let turn = 0; turn < 3; turn++) await rotate()
    expect(ofOrders()).toEqual(['orders-3', 'orders-4'])
  })

  it('forgets nothing that may still be under way when it comes soon after another', async () => {
    await rotate()
    await rotate(() => {}, 60_000)
    expect(ofOrders()).toEqual(['orders-1', 'orders-2', 'orders-3'])
    await rotate()
    expect(ofOrders()).toEqual(['orders-3', 'orders-4'])
  })

  it('leaves the keys of all others alone, and publishes no private part', async () => {
    const others = published().filter((kid) => !kid.startsWith('orders-'))
    await rotate()
    expect(published().filter((kid) => !kid.startsWith('orders-'))).toEqual(others)
    expect(readFileSync(join(secretsDir, 'keys/public.jwks'), 'utf8')).not.toContain('"d"')
  })

  it('that ends half-way is made up for by the next', async () => {
    const dies = () => {
      throw new Error('killed')
    }
    await expect(rotate(dies)).rejects.toThrow('killed')
    expect([privateKid(), ofOrders()]).toEqual(['orders-1', ['orders-1', 'orders-2']])
    await rotate()
    expect([privateKid(), ofOrders()]).toEqual(['orders-3', ['orders-1', 'orders-3']])
  })

  it('is refused while another runs, and without keys', async () => {
    let second: Promise<string> | undefined
    await rotate(() => {
      second = rotate()
      second.catch(() => {})
    })
    await expect(second).rejects.toThrow('wait until it is done')
    const nobody = { secretsDir, service: 'nobody', publishedForMs: 0, now: Date.now, sleep: async () => {} }
    await expect(rotateKeys(nobody)).rejects.toThrow('npm start makes the first keys')
  })

  it('leaves files for their owner alone, nothing unfinished, and what a start does not touch', async () => {
    await rotate()
    const dir = join(secretsDir, 'keys')
    for (const name of readdirSync(dir)) expect([name, statSync(join(dir, name)).mode & 0o777]).toEqual([name, 0o600])
    expect(readdirSync(dir).sort()).toEqual([
      'gateway.private.jwk',
      'host.private.jwk',
      'inventory.private.jwk',
      'orders.private.jwk',
      'public.jwks',
    ])
    const before = [privateKid(), published()]
    ensureSecrets(secretsDir)
    expect([privateKid(), published()]).toEqual(before)
  })
})
