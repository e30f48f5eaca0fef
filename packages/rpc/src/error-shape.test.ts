import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { failureFromWire, failureOf, shapeError, shapeFailure } from './error-shape.ts'
import { Failure } from './failure.ts'

test('a failure comes out of the wire as it went in', () => {
  const details = { detail: 'Wait.', issues: [{ path: 'a', message: 'b' }], retryAfterMs: 500 }
  const { code, details: read } = failureFromWire(
    JSON.parse(JSON.stringify(shapeFailure(new Failure('overloaded', details)))),
  )
  expect({ code, details: read }).toEqual({ code: 'overloaded', details })
})

test('a bug shows nothing of itself', () => {
  const bug = new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'SELECT secret',
    cause: new Error('at /srv/orders.ts:1'),
  })
  expect(shapeError({ error: bug })).toEqual({
    message: 'Something went wrong on our side',
    code: -32603,
    data: { code: 'internal', httpStatus: 500 },
  })
})

const ownWords: [TRPCError['code'], string, number][] = [
  ['PARSE_ERROR', 'malformed_json', 400],
  ['NOT_FOUND', 'not_found', 404],
  ['PAYLOAD_TOO_LARGE', 'body_too_large', 413],
  ['BAD_REQUEST', 'invalid_input', 400],
  ['METHOD_NOT_SUPPORTED', 'invalid_input', 400],
  ['TIMEOUT', 'internal', 500],
]
test.each(ownWords)('tRPC’s %s is our %s, in our words', (theirs, ours, status) => {
  const { data } = shapeError({ error: new TRPCError({ code: theirs, message: 'library text' }) })
  expect(data).toMatchObject({ code: ours, httpStatus: status })
  expect(JSON.stringify(data)).not.toContain('library text')
})

test('a body that is no JSON is told as such', () => {
  const error = new TRPCError({ code: 'BAD_REQUEST', cause: new SyntaxError('Unexpected token in JSON at position 1') })
  expect(shapeError({ error }).data).toMatchObject({ code: 'malformed_json', detail: 'The input must be JSON.' })
})

test('a handler that stumbles over JSON of ours is a bug', () => {
  const error = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new SyntaxError('Unexpected token') })
  expect(shapeError({ error }).data).toEqual({ code: 'internal', httpStatus: 500 })
})

test('a failure that a handler throws is found inside tRPC’s error', () => {
  const failure = new Failure('not_found')
  expect(failureOf(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: failure }))).toBe(failure)
})
