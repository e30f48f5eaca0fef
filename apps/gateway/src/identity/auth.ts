/**
 * ACCOUNTS, the part that is better-auth's: people, password hashes (scrypt), reset links, second factors (TOTP), and the rows of new sessions.
 * It is called as a library: its own HTTP handler is served nowhere, and its cookies and limits are not used.
 */
import type { IdentityDatabase } from '@switchyard/db/identity'
import { Failure } from '@switchyard/rpc/failure'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError } from 'better-auth/api'
import { bearer, twoFactor } from 'better-auth/plugins'
import { idleDays } from './sessions.ts'

/** A person, as the one who tells others about it needs to know. */
interface Told {
  id: string
  email: string
}

/** What {@link createAuth} makes. */
export type Auth = ReturnType<typeof createAuth>

/** A reset link works for this long. */
const resetS = 3_600
const dayS = 24 * 3_600
/** A sign-in waits this long for its second step. */
export const challengeS = 600

/** `onResetAsked` is told of a link to mail, and `onReset` of a person whose password was set by one. */
export function createAuth({
  prisma,
  secret,
  webUrl,
  newId,
  onResetAsked,
  onReset,
}: {
  prisma: IdentityDatabase['prisma']
  secret: string
  webUrl: string
  newId: () => string
  onResetAsked: (person: Told & { token: string }) => Promise<void>
  onReset: (person: Told) => Promise<void>
}) {
  return betterAuth({
    ...{ secret, baseURL: webUrl, telemetry: { enabled: false }, logger: { disabled: true } },
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    plugins: [
      bearer(),
      // Its lock would keep out the owner whom somebody else's guesses are aimed at; ours are counted before a code is looked at.
      twoFactor({ issuer: 'Halftone', twoFactorCookieMaxAge: challengeS, accountLockout: { enabled: false } }),
    ],
    advanced: { database: { generateId: newId }, ipAddress: { disableIpTracking: true } },
    session: { expiresIn: idleDays * dayS },
    verification: { storeIdentifier: 'hashed' },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'shopper' } } },
    emailAndPassword: {
      ...{ enabled: true, autoSignIn: false, requireEmailVerification: true, revokeSessionsOnPasswordReset: true },
      resetPasswordTokenExpiresIn: resetS,
      sendResetPassword: async ({ user, token }) => await onResetAsked({ ...user, token }),
      onPasswordReset: async ({ user }) => await onReset(user),
    },
    emailVerification: { sendOnSignUp: false, sendOnSignIn: false },
  })
}

/** Whoever holds the session's token, in the library's words. */
export const asHolder = (token: string) => new Headers({ authorization: `Bearer ${token}` })

/** better-auth's refusals, in our words: none of its own goes further. */
export async function explained<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (cause) {
    if (!(cause instanceof APIError)) throw cause
    const found = refusals.find(({ of }) => of.some((code) => code === cause.body?.code))
    if (!found) throw cause
    throw new Failure(found.as, found.details, { cause })
  }
}

const refusals = [
  {
    as: 'unauthenticated',
    details: { detail: 'E-mail and password do not fit, or the address was not confirmed yet.' },
    of: [
      ...['INVALID_EMAIL_OR_PASSWORD', 'INVALID_EMAIL', 'EMAIL_NOT_VERIFIED'],
      ...['INVALID_PASSWORD', 'UNAUTHORIZED', 'CREDENTIAL_ACCOUNT_NOT_FOUND'],
    ],
  },
  {
    as: 'unauthenticated',
    details: { detail: 'This code does not fit. Take the newest that the app shows: each counts once.' },
    of: ['INVALID_CODE', 'INVALID_BACKUP_CODE', 'TOTP_NOT_ENABLED', 'BACKUP_CODES_NOT_ENABLED'],
  },
  {
    as: 'unauthenticated',
    details: { detail: 'This sign-in is over. Begin it once more.' },
    of: ['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'],
  },
  {
    as: 'unavailable',
    details: { detail: 'That did not work. Try again.', retryAfterMs: 1_000 },
    of: ['FAILED_TO_CREATE_USER'],
  },
  {
    as: 'not_found',
    details: { detail: 'This link was used already, or is over. Ask for a new one.' },
    of: ['INVALID_TOKEN', 'USER_NOT_FOUND'],
  },
  {
    as: 'not_found',
    details: { detail: 'There is no second factor; turn it on first.' },
    of: ['TWO_FACTOR_NOT_ENABLED'],
  },
  {
    as: 'forbidden',
    details: { detail: 'There is a second factor already; turn it off first.' },
    of: ['TOTP_ALREADY_ENABLED'],
  },
] as const
