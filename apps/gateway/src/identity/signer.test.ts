import { expect, test } from 'vitest'
import { createKnownDevices } from './known-devices.ts'
import { createSigner } from './signer.ts'

const signer = (purpose: string, secret = 'a secret') => createSigner({ secret, purpose })

test('what was signed is read, also when it has dots in it', () => {
  expect(signer('session').read(signer('session').sign('a.b'))).toBe('a.b')
})

test.each([
  ['changed', (signed: string) => signed.replace('token', 'taken')],
  ['cut short', (signed: string) => signed.slice(0, -1)],
  ['without a signature', (signed: string) => signed.split('.')[0] ?? ''],
  ['signed by another', () => signer('session', 'another secret').sign('token')],
  ['signed for another purpose', () => signer('device').sign('token')],
  ['empty', () => ''],
  ['too long', () => signer('session').sign('t'.repeat(2_000))],
])('what is %s is nothing', (_, forge) => {
  expect(signer('session').read(forge(signer('session').sign('token')))).toBeNull()
})

test('a device is known to the account that signed in on it, and to no other', () => {
  const devices = createKnownDevices({ signer: signer('device'), newId: () => 'd1' })
  const cookie = devices.issue('ada')
  expect([devices.read(cookie, 'ada'), devices.read(cookie, 'eve'), devices.read(undefined, 'ada')]).toEqual([
    'd1',
    null,
    null,
  ])
})
