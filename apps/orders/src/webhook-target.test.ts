import type { LookupAddress } from 'node:dns'
import { expect, test } from 'vitest'
import { assertTarget, ForbiddenTarget, guardedLookup } from './webhook-target.ts'

test.each([
  'http://hooks.example.com/a',
  'https://user:word@hooks.example.com/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.0.0.1/',
  'https://0.0.0.0/',
  'https://10.1.2.3/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/',
  'https://224.0.0.1/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://[64:ff9b::a00:1]/',
  'https://[2002:a00:1::]/',
])('%s is refused in production', (url) => {
  expect(() => assertTarget(url, 'public')).toThrow(ForbiddenTarget)
})

test.each(['https://hooks.example.com/orders', 'https://93.184.216.34/', 'https://[2606:2800:220:1::1]:8443/'])(
  '%s is taken in production',
  (url) => {
    expect(() => assertTarget(url, 'public')).not.toThrow()
  },
)

test('where partner and shop share a machine, loopback is taken and a password is not', () => {
  expect(() => assertTarget('http://127.0.0.1:5000/', 'any')).not.toThrow()
  expect(() => assertTarget('http://a:b@127.0.0.1:5000/', 'any')).toThrow(ForbiddenTarget)
})

/** Asks the guard for a name that stands for these addresses. */
const ask = (addresses: LookupAddress[], { all }: { all: boolean }) =>
  new Promise<unknown>((resolve) => {
    const find = ((_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
      done(null, addresses)) as never
    guardedLookup(find)('hooks.example.com', { all }, (error, found) => resolve(error ?? found))
  })
const inside = { address: '10.0.0.7', family: 4 }
const outside = { address: '93.184.216.34', family: 4 }

test('a name that stands for a private address is refused when it is connected to, also beside a public one', async () => {
  expect(await ask([inside], { all: true })).toBeInstanceOf(ForbiddenTarget)
  expect(await ask([outside, inside], { all: false })).toBeInstanceOf(ForbiddenTarget)
  expect(await ask([{ address: '::ffff:127.0.0.1', family: 6 }], { all: true })).toBeInstanceOf(ForbiddenTarget)
})

test('a name that stands for public addresses is connected to', async () => {
  expect(await ask([outside], { all: true })).toEqual([outside])
  expect(await ask([outside], { all: false })).toBe(outside.address)
})
