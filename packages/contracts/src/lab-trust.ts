/** What the lab's pages of authorization, trust and aggregation ask for. */
import { z } from 'zod'
import { Instant } from './values.ts'

/** An operation of the public contract: whom its policy lets in (owners are decided beside the row), and where it is served. */
export const OfferedOperation = z.object({
  name: z.string(),
  kind: z.enum(['query', 'mutation', 'subscription']),
  callers: z.array(z.string()),
  scope: z.string().nullable(),
  priority: z.string(),
  /** Method and path of REST; `null` where it has none. */
  rest: z.string().nullable(),
})
export type OfferedOperation = z.infer<typeof OfferedOperation>

/** Ways of calling a service past the gateway's rules: with a good token, or as somebody would who has none. */
export const TokenTrial = z.enum([
  'as-it-is',
  'beyond',
  'none',
  'made-admin',
  'forged',
  'expired',
  'for-another',
  'registration',
])
export type TokenTrial = z.infer<typeof TokenTrial>

/** What a token says, and what the service said to it. The signature stays in the gateway. */
export const TriedToken = z.object({
  trial: TokenTrial,
  /** `null`: none was sent. */
  token: z
    .object({
      ...{ alg: z.string(), kid: z.string(), typ: z.string(), iss: z.string(), aud: z.string(), sub: z.string() },
      ...{ kind: z.string(), issuedAt: Instant, expiresAt: Instant },
    })
    .nullable(),
  answer: z.object({
    ...{ instanceId: z.string(), operation: z.string(), status: z.int(), ms: z.number() },
    code: z.string().nullable(),
    /** Who was refused: the process that calls, or the person for whom it does. */
    refused: z.enum(['caller', 'person']).nullable(),
  }),
})
export type TriedToken = z.infer<typeof TriedToken>
