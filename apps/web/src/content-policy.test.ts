import { expect, it } from 'vitest'
import { contentPolicy } from './content-policy.ts'

const directives = new Map(
  contentPolicy('abc')
    .split('; ')
    .map((text) => [text.split(' ')[0], text.split(' ').slice(1)] as const),
)

it('lets a script run for its nonce alone', () => {
  expect(directives.get('script-src')).toEqual(["'nonce-abc'", "'strict-dynamic'"])
})

it.each(['object-src', 'base-uri', 'frame-ancestors'])('allows nothing for %s', (name) => {
  expect(directives.get(name)).toEqual(["'none'"])
})
