import { TRPCClientError } from '@trpc/client'
import { expect, it } from 'vitest'
import { failureCode } from './gateway.ts'

it('reads the contract’s code from a failed call', () => {
  const answer = {
    error: { message: 'There is nothing here', code: -32004, data: { code: 'not_found', httpStatus: 404 } },
  }
  expect(failureCode(TRPCClientError.from(answer))).toBe('not_found')
})

it('calls a gateway that did not answer unreachable, whatever was thrown', () => {
  expect(failureCode(TRPCClientError.from(new TypeError('fetch failed')))).toBe('unreachable')
  expect(failureCode(new DOMException('timed out', 'TimeoutError'))).toBe('unreachable')
})
