import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

test.each(['/checkout?step=address', '/prints/contour-no-2#sizes', '/', '/a//b'])('goes back to %s', (path) => {
  expect(ownPath(path, '/account')).toBe(path)
})

test.each([
  undefined,
  null,
  '',
  'checkout',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  '///evil.example',
  '//[bad',
])('never goes to %j', (path) => {
  expect(ownPath(path, '/account')).toBe('/account')
})
