import { TestClock } from '@switchyard/runtime/clock'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createLabScopes } from './lab-scope.ts'

const secret = 'a secret of thirty-two characters'
const scope = { session: 'ann', without: ['retry' as const], strategy: 'hash' as const }
const hour = 3_600_000

test('terms come back as they were signed, from any gateway, for twelve hours', async () => {
  const clock = new TestClock()
  const scopes = createLabScopes({ secret, clock })
  const text = await scopes.sign(scope)
  expect(await createLabScopes({ secret, clock }).read(text)).toEqual(scope)
  await clock.advance(12 * hour - 1_000)
  expect(await scopes.read(text)).toEqual(scope)
  await clock.advance(1_000)
  expect(await scopes.read(text)).toBeUndefined()
  expect(await createLabScopes({ secret, clock }).read(text)).toBeUndefined()
})

const key = new TextEncoder().encode(secret)
const inAnHour = () => Math.floor(Date.UTC(2026, 0, 1) / 1_000) + 3_600
const token = (claims: object, { typ = 'lab-scope', by = key } = {}) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', typ }).setExpirationTime(inAnHour()).sign(by)
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

test.each<[string, () => Promise<string> | string | undefined]>([
  ['are missing', () => undefined],
  ['are empty', () => ''],
  ['are no token', () => 'ann'],
  ['were signed by somebody else', () => token({ scope }, { by: new TextEncoder().encode('another secret') })],
  ['are not signed', () => `${encoded({ alg: 'none', typ: 'lab-scope' })}.${encoded({ scope })}.`],
  ['were changed', async () => (await token({ scope })).replace(/\.[^.]+\./, `.${encoded({ scope: {}, exp: 9e9 })}.`)],
  ['are a token for something else', () => token({ scope }, { typ: 'JWT' })],
  ['have unknown patterns', () => token({ scope: { session: 'ann', without: ['everything'] } })],
  ['have no end', () => new SignJWT({ scope }).setProtectedHeader({ alg: 'HS256', typ: 'lab-scope' }).sign(key)],
  ['are long', async () => `${await token({ scope })}${'x'.repeat(1_000)}`],
])('terms that %s are dropped', async (_, text) => {
  const scopes = createLabScopes({ secret, clock: new TestClock() })
  expect(await scopes.read(await token({ scope }))).toEqual(scope)
  expect(await scopes.read(await text())).toBeUndefined()
})
