import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '@switchyard/runtime/clock'
import { decodeProtectedHeader, importJWK, type JWK, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signRegistration } from './registration.ts'
import { entryOf } from './testing/registry.ts'
import { ensureServiceKeys } from './testing/service-keys.ts'
import { loadIdentity } from './tokens.ts'

const shopper = { kind: 'shopper', id: 'u-1' } as const
const from = ['gateway']
let secretsDir: string
let clock: TestClock

beforeEach(async () => {
  secretsDir = await mkdtemp(join(tmpdir(), 'switchyard-tokens-'))
  clock = new TestClock()
  await ensureServiceKeys({ secretsDir, services: ['gateway', 'orders', 'inventory'] })
})
afterEach(() => rm(secretsDir, { recursive: true }))

const identityOf = (service: string) => loadIdentity({ service, secretsDir, clock })
const keyFile = (service: string) => join(secretsDir, 'keys', `${service}.private.jwk`)
const publicFile = () => join(secretsDir, 'keys', 'public.jwks')
const kidOf = (token: string) => decodeProtectedHeader(token).kid
/** As a rotation leaves it: the new public key is published beside the old one, then the private one is another. */
async function giveAnotherKey() {
  await rm(keyFile('gateway'))
  await ensureServiceKeys({ secretsDir, services: ['gateway'] })
}
async function registrationOf(service: string) {
  const identity = await identityOf(service)
  return await signRegistration({ identity, entry: entryOf(1, { service }), ttlMs: 5_000, leaves: false })
}
const readKey = async (service: string): Promise<JWK> => JSON.parse(await readFile(keyFile(service), 'utf8'))

/** A token made by hand with some service's key: everything that a dishonest holder of that key may try. */
async function handmade({
  signer = 'gateway',
  kid,
  typ = 'call+jwt',
  ...over
}: {
  signer?: string
  kid?: string
  typ?: string
  iss?: string
  aud?: string
  sub?: string
  kind?: string
  iat?: number
  exp?: number
}) {
  const jwk = await readKey(signer)
  const nowS = Math.floor(clock.now() / 1000)
  return await new SignJWT({ kind: over.kind ?? 'shopper' })
    .setProtectedHeader({ alg: 'EdDSA', kid: kid ?? jwk.kid ?? '', typ })
    .setIssuer(over.iss ?? 'gateway')
    .setSubject(over.sub ?? 'u-1')
    .setAudience(over.aud ?? 'orders')
    .setIssuedAt(over.iat ?? nowS)
    .setExpirationTime(over.exp ?? nowS + 60)
    .sign(await importJWK(jwk, 'EdDSA'))
}

test('a token tells its audience who calls, and for whom', async () => {
  const token = await (await identityOf('gateway')).tokenFor('orders', { ...shopper, scopes: ['orders:read'] })
  const orders = await identityOf('orders')
  expect(await orders.verify(token, { from })).toMatchObject({
    caller: 'gateway',
    principal: { kind: 'shopper', id: 'u-1', scopes: ['orders:read'] },
  })
})

describe('one token', () => {
  test('serves one audience and principal for 45 s and is valid when it is sent last', async () => {
    const gateway = await identityOf('gateway')
    const orders = await identityOf('orders')
    const first = await gateway.tokenFor('orders', shopper)
    await clock.advance(44_999)
    expect(await gateway.tokenFor('orders', shopper)).toBe(first)
    await expect(orders.verify(first, { from })).resolves.toBeDefined()
    await clock.advance(1)
    expect(await gateway.tokenFor('orders', shopper)).not.toBe(first)
  })

  test('serves no other principal and no other audience', async () => {
    const gateway = await identityOf('gateway')
    const first = await gateway.tokenFor('orders', shopper)
    expect(await gateway.tokenFor('orders', { ...shopper, id: 'u-2' })).not.toBe(first)
    expect(await gateway.tokenFor('orders', { ...shopper, kind: 'admin' })).not.toBe(first)
    expect(await gateway.tokenFor('inventory', shopper)).not.toBe(first)
  })
})

describe('refused as unauthenticated', () => {
  const cases: [string, () => Promise<string>][] = [
    ['a token with another audience', () => handmade({ aud: 'inventory' })],
    ['a token that expired more than 5 s ago', () => handmade({ exp: Math.floor(clock.now() / 1000) - 6 })],
    ["a token in another service's name", () => handmade({ signer: 'inventory', iss: 'gateway' })],
    [
      "a token under another service's key id",
      async () => handmade({ signer: 'inventory', kid: (await readKey('gateway')).kid ?? '' }),
    ],
    ['a service that speaks as another one', () => handmade({ kind: 'service', sub: 'orders' })],
    ['a kind that there is not', () => handmade({ kind: 'root' })],
    ['a key that nobody published', () => handmade({ kid: 'gateway.unknown' })],
    ['no token at all', async () => ''],
    ['text', async () => 'not.a.token'],
    ['an unsigned token', async () => forged(await handmade({}), { alg: 'none', typ: 'call+jwt' })],
    ['a token signed with the public key as a shared secret', async () => hmacWithPublicKey()],
    ['a token that does not say what it is', () => handmade({ typ: 'JWT' })],
    ['a token that was signed as a registration', () => handmade({ typ: 'registration+jwt' })],
    ['a registration of a service that may call', () => registrationOf('gateway')],
    ['a token from the future', () => handmade({ iat: Math.floor(clock.now() / 1000) + 6 })],
  ]
  test.each(cases)('%s', async (_, make) => {
    const orders = await identityOf('orders')
    await expect(orders.verify(await make(), { from })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a token of which one character was changed', async () => {
    const token = await handmade({})
    const orders = await identityOf('orders')
    await orders.verify(token, { from })
    const other = token.slice(0, -10) + (token.at(-10) === 'A' ? 'B' : 'A') + token.slice(-9)
    await expect(orders.verify(other, { from })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a token that was fine until it expired', async () => {
    const token = await handmade({})
    const orders = await identityOf('orders')
    await clock.advance(64_000)
    await expect(orders.verify(token, { from })).resolves.toBeDefined()
    await clock.advance(1_000)
    await expect(orders.verify(token, { from })).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

test('a caller that the contract does not name is forbidden, also when its token is known', async () => {
  const token = await (await identityOf('inventory')).tokenFor('orders', shopper)
  const orders = await identityOf('orders')
  await orders.verify(token, { from: ['inventory'] })
  await expect(orders.verify(token, { from })).rejects.toMatchObject({ code: 'forbidden' })
})

describe('a token that claims to be good for years', () => {
  test('is refused a minute after it was signed', async () => {
    const token = await handmade({ exp: Math.floor(clock.now() / 1000) + 1e9 })
    const orders = await identityOf('orders')
    await clock.advance(64_999)
    await expect(orders.verify(token, { from })).resolves.toBeDefined()
    await clock.advance(1)
    await expect(orders.verify(token, { from })).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('a rotation of keys', () => {
  test('has the new key believed as soon as it is published, and the old one still', async () => {
    const old = await handmade({})
    const orders = await identityOf('orders')
    await orders.verify(old, { from })
    await giveAnotherKey()
    const renewed = await (await identityOf('gateway')).tokenFor('orders', shopper)
    await expect(orders.verify(renewed, { from })).resolves.toMatchObject({ caller: 'gateway' })
    await expect(orders.verify(old, { from })).resolves.toMatchObject({ caller: 'gateway' })
  })

  test('is noticed by the service whose key it is, within a second and without a restart', async () => {
    const gateway = await identityOf('gateway')
    const before = await kidOf(await gateway.tokenFor('orders', shopper))
    await giveAnotherKey()
    await clock.advance(1_000)
    const after = await kidOf(await gateway.tokenFor('orders', { ...shopper, id: 'u-2' }))
    expect(after).not.toBe(before)
    expect(after).toBe((await readKey('gateway')).kid)
  })

  test('in the wrong order changes nothing until the public half is published', async () => {
    const gateway = await identityOf('gateway')
    const before = (await readKey('gateway')).kid
    const published = await readFile(publicFile(), 'utf8')
    await giveAnotherKey()
    const later = await readFile(publicFile(), 'utf8')
    await writeFile(publicFile(), published)
    await clock.advance(1_000)
    expect(await kidOf(await gateway.tokenFor('orders', { ...shopper, id: 'u-2' }))).toBe(before)
    await writeFile(publicFile(), later)
    await clock.advance(1_000)
    expect(await kidOf(await gateway.tokenFor('orders', { ...shopper, id: 'u-3' }))).not.toBe(before)
  })

  test('that leaves files which make no sense changes nothing', async () => {
    const gateway = await identityOf('gateway')
    const orders = await identityOf('orders')
    await orders.verify(await gateway.tokenFor('orders', shopper), { from })
    await writeFile(keyFile('gateway'), '{"kid":"gate')
    await writeFile(publicFile(), '{"keys":')
    await clock.advance(1_000)
    const token = await gateway.tokenFor('orders', { ...shopper, id: 'u-2' })
    await expect(orders.verify(token, { from })).resolves.toBeDefined()
  })

  test('that takes a key back has no new token under it believed a second later', async () => {
    const orders = await identityOf('orders')
    await orders.verify(await handmade({}), { from })
    const { keys } = JSON.parse(await readFile(publicFile(), 'utf8'))
    const { kid } = await readKey('gateway')
    await writeFile(publicFile(), JSON.stringify({ keys: keys.filter((key: JWK) => key.kid !== kid) }))
    await clock.advance(1_000)
    const token = await handmade({ sub: 'u-2' })
    await expect(orders.verify(token, { from })).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

test("a service that holds another's key does not start", async () => {
  await copyFile(keyFile('gateway'), keyFile('inventory'))
  await expect(identityOf('inventory')).rejects.toThrow("is not one of inventory's")
})

test('a service without a key does not start', async () => {
  await expect(identityOf('payments')).rejects.toThrow('payments.private.jwk')
})

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function forged(token: string, header: object) {
  const [, payload] = token.split('.')
  return `${base64url(header)}.${payload}.`
}

async function hmacWithPublicKey() {
  const { x, kid } = await readKey('gateway')
  const nowS = Math.floor(clock.now() / 1000)
  return await new SignJWT({ kind: 'admin', iss: 'gateway', sub: 'u-1', aud: 'orders', iat: nowS, exp: nowS + 60 })
    .setProtectedHeader({ alg: 'HS256', kid: kid ?? '', typ: 'call+jwt' })
    .sign(Buffer.from(x ?? '', 'base64url'))
}
