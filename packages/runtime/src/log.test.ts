import { expect, test } from 'vitest'
import { createLog } from './log.ts'

const said = (fields: object): string => {
  const lines: string[] = []
  createLog({ instance: 'orders-1', level: 'info', to: { write: (line) => lines.push(line) } }).info(fields, 'said')
  return lines.join('')
}

test('an error of the database is told without the row that it complains of', () => {
  const row = { detail: 'Failing row contains (Ada, ada@example.test).', where: 'JSON data, line 1: {"name":"Ada"' }
  const refused = Object.assign(new Error('the row violates a constraint'), row, { code: '23514' })
  for (const err of [refused, Object.assign(new Error('a call failed'), { cause: refused, reason: refused })]) {
    const line = said({ err })
    expect(line).toContain('the row violates a constraint')
    expect(line).toContain('23514')
    expect(line).not.toContain('Ada')
  }
})

test('credentials and addresses of people are struck out', () => {
  const line = said({ email: 'ada@example.test', order: { token: 'tok_ok', email: 'ada@example.test' } })
  expect(line).not.toMatch(/ada@|tok_ok/)
})

test('what somebody typed makes no second line', () => {
  const line = said({ subject: 'a\n{"level":60,"msg":"we were broken into"}\r\u2028b' })
  expect(line.trimEnd().split(/[\n\r]/)).toHaveLength(1)
  expect(JSON.parse(line)).toMatchObject({ msg: 'said', subject: expect.stringContaining('broken into') })
})
