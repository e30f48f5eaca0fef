import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureSecrets } from './secrets.ts'

let parent: string
let dir: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'secrets-'))
  dir = join(parent, 'secrets')
})

afterEach(() => rmSync(parent, { recursive: true, force: true }))

const files = () =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => !statSync(join(dir, name)).isDirectory())
const contents = () => Object.fromEntries(files().map((name) => [name, readFileSync(join(dir, name), 'utf8')]))

describe('ensureSecrets', () => {
  it('keeps every file from other users', () => {
    ensureSecrets(dir)
    expect(statSync(dir).mode & 0o777).toBe(0o700)
    for (const name of files()) expect([name, statSync(join(dir, name)).mode & 0o777]).toEqual([name, 0o600])
  })

  it('changes nothing when all is there', () => {
    ensureSecrets(dir)
    const before = contents()
    ensureSecrets(dir)
    expect(contents()).toEqual(before)
  })

  it('replaces a missing private key together with its public one, and no other', () => {
    ensureSecrets(dir)
    const before = JSON.parse(contents()['keys/public.jwks']!).keys
    rmSync(join(dir, 'keys/orders.private.jwk'))
    ensureSecrets(dir)
    const after = JSON.parse(contents()['keys/public.jwks']!).keys
    const changed = after.filter(
      (key: { kid: string; x: string }) => !before.some((old: { x: string }) => old.x === key.x),
    )
    expect(changed.map(({ kid }: { kid: string }) => kid)).toEqual(['orders-1'])
    expect(after).toHaveLength(before.length)
  })

  it('puts no private part into the public key set', () => {
    ensureSecrets(dir)
    for (const key of JSON.parse(contents()['keys/public.jwks']!).keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    }
  })

  it('makes a partner key that is told from other secrets by its beginning', () => {
    expect(ensureSecrets(dir)('partner-api.key')).toMatch(/^sk_halftone_[\w-]{43}$/)
  })
})
