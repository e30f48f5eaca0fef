import { expect, test } from 'vitest'
import { findNamespace, type TryOut } from './network-namespace.ts'

const works: TryOut = () => 'well'

test('a command runs in a network of its own, with a loopback that is up', () => {
  const namespace = findNamespace({ isRoot: true, tryOut: works })
  if ('missing' in namespace) throw new Error(namespace.missing)
  const wrapped = namespace.wrap(['node', 'main.ts'])
  expect(wrapped.slice(0, 2)).toEqual(['unshare', '--net'])
  expect(wrapped).toContain('ip link set lo up && exec "$@"')
  expect(wrapped.slice(-2)).toEqual(['node', 'main.ts'])
})

test('whoever is not root takes a user namespace as well', () => {
  const namespace = findNamespace({ isRoot: false, tryOut: works })
  expect('wrap' in namespace && namespace.wrap([])).toEqual(expect.arrayContaining(['--user', '--net']))
})

test('a program that is missing is named, with the package that has it', () => {
  const tryOut: TryOut = ([program]) => (program === 'nft' ? 'missing' : 'well')
  expect(findNamespace({ isRoot: true, tryOut })).toEqual({
    missing: 'nft is not installed: apt-get install nftables',
  })
})

test('a machine that refuses says so', () => {
  const tryOut: TryOut = (command) => (command.includes('ruleset') ? 'badly' : 'well')
  expect(findNamespace({ isRoot: false, tryOut })).toMatchObject({ missing: expect.stringContaining('refuses') })
})
