import { expect, test } from 'vitest'
import type { Contract, Policy } from './contract.ts'
import { storefront } from './storefront.ts'

const policies: [string, Policy][] = Object.entries<Contract>(storefront).flatMap(([group, { operations }]) =>
  Object.entries(operations).map(([name, { policy }]): [string, Policy] => [`${group}.${name}`, policy]),
)

test.each(policies)('%s has a path in REST, or says why it has none', (_, { rest, only }) => {
  const isServed = only ? only.protocols.includes('rest') : true
  expect(rest !== undefined).toBe(isServed)
  if (only) expect(only.because.split(' ').length).toBeGreaterThan(5)
})

test('no two operations have one path', () => {
  const paths = policies.flatMap(([, { rest }]) =>
    rest ? [`${rest.method} ${rest.path.replace(/\{\w+\}/g, '{}')}`] : [],
  )
  expect(new Set(paths).size).toBe(paths.length)
  expect(paths.length).toBeGreaterThan(30)
})
