import { expect, it } from 'vitest'
import { explainError } from './explain-error.ts'
import { PortTakenError } from './ports.ts'

it('says of an error of ours only what it says itself', () => {
  expect(explainError(new PortTakenError('Port 3000 is taken.'))).toBe('Port 3000 is taken.')
})

it.each([
  ['ENOSPC', /The disk is full \(\/data\/host.lock\).*DATA_DIR/],
  ['EACCES', /\/data\/host.lock cannot be written.*DATA_DIR/],
])('says what to do about %s', (code, told) => {
  expect(explainError(Object.assign(new Error('write'), { code, path: '/data/host.lock' }))).toMatch(told)
})

it('says that the disk is full when a tool said so', () => {
  expect(explainError(new PortTakenError('tool: No space left on device'))).toMatch(/free some space/)
})

it('shows where a bug is', () => {
  expect(explainError(new TypeError('x is undefined'))).toMatch(/x is undefined\n +at/)
})
