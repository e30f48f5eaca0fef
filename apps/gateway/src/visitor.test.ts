import { expect, test } from 'vitest'
import { signedVisitor } from './testing/visitor.ts'
import { readVisitor } from './visitor.ts'

const secret = 'the ingress’s own'
const nowMs = 1_000_000
const signed = (said: string, by = secret) => signedVisitor(said, by)

test('believes the address that the ingress has signed', () => {
  expect(readVisitor(signed('192.0.2.7 1000001'), { secret, nowMs })).toBe('192.0.2.7')
})

test.each([
  ['is over', signed('192.0.2.7 1000000')],
  ['was changed', signed('192.0.2.7 1000001').replace('192.0.2.7', '192.0.2.8')],
  ['lives longer than it was given', signed('192.0.2.7 1000001').replace('1000001', '9000001')],
  ['another has signed', signed('192.0.2.7 1000001', 'guessed')],
  ['is missing', undefined],
  ['is no such thing', 'x'],
])('believes none that %s', (_, text) => {
  expect(readVisitor(text, { secret, nowMs })).toBeUndefined()
})
