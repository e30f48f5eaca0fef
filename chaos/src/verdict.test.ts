import { expect, test } from 'vitest'
import { judge, together } from './verdict.ts'

const problem = (status: number, code: string) => ({ status, text: JSON.stringify({ code }) })

test('a read is ok or failed, never unknown', () => {
  expect(judge('browse', { status: 200, text: '{}' }).verdict).toBe('ok')
  for (const answer of [{ status: 0, text: 'ECONNRESET' }, problem(503, 'unavailable'), problem(404, 'not_found')]) {
    expect(judge('browse', answer).verdict).toBe('fail')
  }
})

test('a checkout without an answer, or with one that promises nothing, may have been written', () => {
  for (const answer of [
    { status: 0, text: 'timeout' },
    problem(503, 'unavailable'),
    problem(500, 'internal'),
    problem(409, 'idempotency_in_flight'),
    { status: 502, text: 'Bad gateway' },
  ]) {
    expect(judge('checkout', answer)).toMatchObject({ verdict: 'unknown', retryable: true })
  }
})

test('a refusal that promises that nothing was written is a failure, and worth a retry', () => {
  for (const code of ['inventory_unavailable', 'overloaded']) {
    expect(judge('checkout', problem(503, code))).toEqual({ verdict: 'fail', error: `503 ${code}`, retryable: true })
  }
})

test('what a retry cannot mend is not retried', () => {
  expect(judge('checkout', problem(422, 'unknown_sku'))).toMatchObject({ verdict: 'fail', retryable: false })
  expect(judge('browse', problem(404, 'not_found'))).toMatchObject({ verdict: 'fail', retryable: false })
})

test('a checkout that may have been written stays unknown when its retry fails, and is ok when it succeeds', () => {
  expect(together('unknown', 'fail')).toBe('unknown')
  expect(together('fail', 'unknown')).toBe('unknown')
  expect(together('fail', 'fail')).toBe('fail')
  expect(together('unknown', 'ok')).toBe('ok')
})
