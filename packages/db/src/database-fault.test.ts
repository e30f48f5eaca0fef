import { describe, expect, test } from 'vitest'
import { databaseFaultOf } from './database-fault.ts'

const coded = (code: string) => Object.assign(new Error('the driver says so'), { code })
const fromPrisma = (code: string) =>
  Object.assign(coded('P2039'), { meta: { driverAdapterError: { name: 'DriverAdapterError', cause: { code } } } })

describe('what passes by itself is told apart as away', () => {
  test.each(['ECONNREFUSED', '57P01', '57P03', '08006', '53100', '53300', '58030', '57014'])(
    '%s, also through Prisma',
    (code) => {
      expect(databaseFaultOf(coded(code))).toBe('away')
      expect(databaseFaultOf(fromPrisma(code))).toBe('away')
      expect(databaseFaultOf(new Error('outer', { cause: coded(code) }))).toBe('away')
    },
  )

  test.each(['timeout exceeded when trying to connect', 'Connection terminated unexpectedly', 'Query read timeout'])(
    '"%s", which has no code',
    (message) => {
      expect(databaseFaultOf(new Error(message))).toBe('away')
    },
  )
})

test('a server that has no connection left is away, of whose own code Prisma keeps another', () => {
  const cause = { kind: 'TooManyConnections', originalCode: '53300', cause: 'sorry, too many clients already' }
  const meta = { driverAdapterError: { name: 'DriverAdapterError', cause } }
  expect(databaseFaultOf(Object.assign(coded('P2037'), { meta }))).toBe('away')
})

test('a transaction of Prisma’s that ran out of time is away, and one that is used wrongly is a bug', () => {
  const late = 'Transaction API error: A commit cannot be executed on an expired transaction. The timeout was 5000 ms.'
  const unbegun = 'Transaction API error: Unable to start a transaction in the given time.'
  const spoken = (message: string) => Object.assign(new Error(message), { code: 'P2028' })
  expect([late, unbegun].map((message) => databaseFaultOf(spoken(message)))).toEqual(['away', 'away'])
  expect(databaseFaultOf(spoken('Transaction API error: Transaction not found.'))).toBeUndefined()
})

test('a NUL character in a text is the fault of whoever sent it', () => {
  expect(databaseFaultOf(coded('22021'))).toBe('unstorable_text')
  expect(databaseFaultOf(fromPrisma('22021'))).toBe('unstorable_text')
})

test('half of a surrogate pair in JSON is the fault of whoever sent it, and any other malformed value is a bug', () => {
  const malformed = (type: string) =>
    Object.assign(new Error(`invalid input syntax for type ${type}`), { code: '22P02' })
  expect(databaseFaultOf(malformed('json'))).toBe('unstorable_text')
  expect(databaseFaultOf(malformed('uuid'))).toBeUndefined()
})

test('everything else is a bug', () => {
  const loop: { cause?: unknown } = {}
  loop.cause = loop
  for (const bug of [
    coded('23505'),
    coded('42P01'),
    fromPrisma('40P01'),
    new TypeError('x'),
    undefined,
    'away',
    loop,
  ]) {
    expect(databaseFaultOf(bug)).toBeUndefined()
  }
})
