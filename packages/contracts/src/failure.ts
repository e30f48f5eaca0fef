/** One row a failure: the status that REST answers with, and the title that a person may read. `retryable` failures may pass by themselves. */
interface FailureKind {
  status: number
  title: string
  retryable?: true
}

/** Every failure that may cross a wire, under the same code in every protocol (RFC 9457 `code`). Anything else is a bug and becomes `internal`. */
export const failures = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  invalid_input: { status: 400, title: 'The input does not fit the contract' },
  idempotency_key_missing: { status: 400, title: 'The Idempotency-Key header is missing' },
  idempotency_key_too_long: { status: 400, title: 'The Idempotency-Key is longer than 255 characters' },
  unauthenticated: { status: 401, title: 'Who is calling is not known' },
  second_factor_asked: { status: 401, title: 'The password is right; a code is asked for too' },
  forbidden: { status: 403, title: 'This caller may not do this' },
  second_factor_missing: { status: 403, title: 'Staff do this with a second factor only' },
  not_found: { status: 404, title: 'There is nothing here' },
  idempotency_in_flight: {
    status: 409,
    title: 'The first request with this key is still being answered',
    retryable: true,
  },
  order_not_cancellable: { status: 409, title: 'The order can no longer be cancelled' },
  order_not_returnable: { status: 409, title: 'The order cannot be returned' },
  dead_letter_changed: { status: 409, title: 'Something was done to this message since you looked' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  body_too_large: { status: 413, title: 'The body is larger than 64 KB' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unknown_sku: { status: 422, title: 'There is no such print in this size' },
  unknown_country: { status: 422, title: 'We do not ship to this country' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key was used with another body' },
  rate_limited: { status: 429, title: 'Too many requests', retryable: true },
  headers_too_large: { status: 431, title: 'The headers are larger than 16 KB' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The shop cannot answer right now', retryable: true },
  inventory_unavailable: { status: 503, title: 'The stock room cannot be reached right now', retryable: true },
  overloaded: { status: 503, title: 'Too much is going on right now', retryable: true },
} as const satisfies Record<string, FailureKind>

export type FailureCode = keyof typeof failures

/** One fault of the input: where, and what is wrong with it. */
export interface Issue {
  path: string
  message: string
}

/** Whether a code read from a wire is one of ours. */
export const isFailureCode = (code: unknown): code is FailureCode =>
  typeof code === 'string' && Object.hasOwn(failures, code)
