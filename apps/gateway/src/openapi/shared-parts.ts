import type { Policy } from '@switchyard/contracts/contract'

const text = { type: 'string' }

/** Headers of answers. */
export const headers = {
  RequestId: { description: 'Names this request; quote it when you ask about one.', schema: text },
  RateLimit: {
    description: 'How the tightest limit stands: what is left, and seconds until it is whole.',
    schema: text,
    example: '"key";r=999998;t=1',
  },
  RateLimitPolicy: {
    description: 'Every limit that holds: how much, and in how many seconds.',
    schema: text,
    example: '"key";q=1000000;w=60',
  },
  RetryAfter: { description: 'Seconds until it is worth asking again.', schema: { type: 'integer' }, example: 1 },
  ETag: {
    description: 'Names this very answer; send it back in If-None-Match.',
    schema: text,
    example: '"mBzWg0XyPs3Dj6ZrmfKqLA"',
  },
  Link: {
    description: 'RFC 8288: where the next page is, with rel="next"; absent on the last one.',
    schema: text,
    example: '</api/v2/products?cursor=abc>; rel="next"',
  },
}

/** Headers of requests. */
export const parameters = {
  IdempotencyKey: {
    ...{ name: 'Idempotency-Key', in: 'header', required: true, schema: { ...text, minLength: 1, maxLength: 255 } },
    description: 'The same for every repeat of one request; kept for seven days.',
    example: '0f6c9c0e-6f0b-4f7e-9b63-0e2c9a1f5a11',
  },
  IfNoneMatch: {
    ...{ name: 'If-None-Match', in: 'header', required: false, schema: text },
    description: 'The ETag that you have; 304 says that it still holds.',
  },
  LastEventId: {
    ...{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'integer', minimum: 0 } },
    description: 'The last id that you have seen; the stream goes on after it.',
  },
  RequestId: {
    ...{ name: 'X-Request-Id', in: 'header', required: false, schema: { ...text, pattern: '^[\\w-]{8,64}$' } },
    description: 'A name of your own for this request; we choose one otherwise.',
  },
}

/** How callers show who they are. */
export const securitySchemes = {
  apiKey: { type: 'http', scheme: 'bearer', description: "A partner's key." },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'switchyard_session',
    description: 'Somebody who is signed in. On https the name begins with `__Host-`.',
  },
  guest: {
    type: 'apiKey',
    in: 'cookie',
    name: 'switchyard_guest',
    description: 'A guest; set by the first answer. On https the name begins with `__Host-`.',
  },
  orderToken: {
    type: 'apiKey',
    in: 'header',
    name: 'x-order-token',
    description: 'The accessToken of one order; opens it to whoever holds it. Also taken as `?accessToken=`.',
  },
}

/** Which of them an operation takes; an empty one is a caller who shows nothing, and is a new guest. */
export function securityOf({ callers, scope }: Policy): Record<string, string[]>[] {
  const isFor = (...wanted: Policy['callers'][number][]) => wanted.some((caller) => callers.includes(caller))
  const partners = isFor('anyone', 'owner', 'partner')
  return [
    ...(isFor('anyone') ? [{}, { guest: [] }] : isFor('owner') ? [{ guest: [] }] : []),
    ...(isFor('anyone', 'owner', 'shopper', 'staff', 'admin') ? [{ session: [] }] : []),
    ...(partners ? [{ apiKey: scope ? [scope] : [] }] : []),
    ...(isFor('owner') ? [{ orderToken: [] }] : []),
  ]
}
