import { expect, test } from 'vitest'
import { refuseCrossSite } from './cross-site.ts'

const post = {
  ...{ method: 'POST', host: 'shop.test', origin: undefined, fetchSite: undefined },
  ...{ path: '/api/v2/orders', trpcSource: undefined },
}
const own = { ...post, origin: 'https://shop.test', fetchSite: 'same-origin' }

test.each([
  ['from its own page', own],
  ['from its own page, over tRPC', { ...own, path: '/trpc/v2/cart.set', trpcSource: 'web' }],
  ['from a program, over tRPC', { ...post, path: '/trpc/v2/cart.set' }],
  ['from a program', post],
])('lets a change pass %s', (_, request) => {
  expect(() => refuseCrossSite(request)).not.toThrow()
})

test.each([
  ['a foreign origin', { ...post, origin: 'https://evil.test' }],
  ['an opaque origin', { ...post, origin: 'null' }],
  ['a sibling site', { ...post, fetchSite: 'same-site' }],
  ['a cross-site request without an origin', { ...post, fetchSite: 'cross-site' }],
  ['its own name on another port', { ...post, origin: 'https://shop.test:8443' }],
])('refuses a change from %s', (_, request) => {
  expect(() => refuseCrossSite(request)).toThrow('own pages')
})

test('refuses a page’s change over tRPC that shows no header of ours', () => {
  expect(() => refuseCrossSite({ ...own, path: '/trpc/v2/cart.set' })).toThrow('x-trpc-source')
})

test('lets anyone read', () => {
  expect(() => refuseCrossSite({ ...post, method: 'GET', fetchSite: 'cross-site' })).not.toThrow()
})
