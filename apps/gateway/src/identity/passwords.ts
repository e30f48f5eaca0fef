/**
 * ACCOUNTS, the part that is better-auth's: people, password hashes (scrypt), reset links, and the rows of new sessions. It is called as a
 * library: its own HTTP handler is served nowhere, and its cookies and limits are not used.
 */
import type { IdentityDatabase } from '@switchyard/db/identity'
import { Failure } from '@switchyard/rpc/failure'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError } from 'better-auth/api'
import { bearer } from 'better-auth/plugins'
import { idleDays } from './sessions.ts'

/** A person, as the one who tells others about it needs to know. */
interface Told {
  id: string
  email: string
}

/** What {@link createPasswords} makes. */
export type Passwords = ReturnType<typeof createPasswords>

/** A reset link works for this long. */
const resetS = 3_600
const dayS = 24 * 3_600

/** `onResetAsked` is told of a link to mail, and `onReset` of a person whose password was set by one. */
export function createPasswords({
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
  const auth = betterAuth({
    ...{ secret, baseURL: webUrl, telemetry: { enabled: false }, logger: { disabled: true } },
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    plugins: [bearer()],
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
  const asHolder = (token: string) => new Headers({ authorization: `Bearer ${token}` })

  return {
    /** The new person's id; `null` when the address has an account. Takes as long either way. Throws `unavailable` when another sign-up with this address came in between. */
    async signUp(body: { name: string; email: string; password: string }): Promise<string | null> {
      const { user } = await explained(auth.api.signUpEmail({ body }))
      const exists = await prisma.user.count({ where: { id: user.id } })
      return exists > 0 ? user.id : null
    },

    /** Checks a password and begins a session. Throws `unauthenticated` in the same words, after the same work, whatever is wrong. */
    async signIn(
      body: { email: string; password: string },
      userAgent: string | null,
    ): Promise<{ token: string; userId: string }> {
      const headers = new Headers(userAgent === null ? {} : { 'user-agent': userAgent })
      const { token, user } = await explained(auth.api.signInEmail({ body, headers }))
      return { token, userId: user.id }
    },

    /** Whether this is the password that a person has chosen, also before their address is confirmed. */
    async isOf(userId: string, password: string): Promise<boolean> {
      const { internalAdapter, password: hashes } = await auth.$context
      const own = (await internalAdapter.findAccounts(userId)).find(({ providerId }) => providerId === 'credential')
      return own?.password ? await hashes.verify({ hash: own.password, password }) : false
    },

    /** Checks the password of whoever is signed in. Throws `unauthenticated`. */
    async check(token: string, password: string): Promise<void> {
      await explained(auth.api.verifyPassword({ body: { password }, headers: asHolder(token) }))
    },

    /** Ends every session and begins a new one, whose token it returns. Throws `unauthenticated` for a wrong password. */
    async change(
      token: string,
      body: { currentPassword: string; newPassword: string },
      userAgent: string | null,
    ): Promise<string> {
      const headers = asHolder(token)
      if (userAgent !== null) headers.set('user-agent', userAgent)
      const changed = await explained(
        auth.api.changePassword({ body: { ...body, revokeOtherSessions: true }, headers }),
      )
      if (changed.token === null) throw new Error('a changed password began no session')
      return changed.token
    },

    async askReset(email: string): Promise<void> {
      await explained(auth.api.requestPasswordReset({ body: { email } }))
    },

    /** Sets the password that a mailed link allows, once, and tells whose. Throws `not_found` for a link that is over. */
    async reset(token: string, newPassword: string): Promise<string> {
      const { internalAdapter } = await auth.$context
      const link = await internalAdapter.findVerificationValue(`reset-password:${token}`)
      await explained(auth.api.resetPassword({ body: { token, newPassword } }))
      const person = link && (await internalAdapter.findUserById(link.value))
      if (!person) throw new Error('a password was reset, and nobody knows whose')
      return person.email
    },
  }
}

/** better-auth's refusals, in our words: none of its own leaves this file. */
async function explained<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    const code = error.body?.code ?? ''
    if (wrongPassword.has(code)) throw new Failure('unauthenticated', { detail: notRight }, { cause: error })
    if (code === 'FAILED_TO_CREATE_USER') {
      throw new Failure(
        'unavailable',
        { detail: 'That did not work. Try again.', retryAfterMs: 1_000 },
        { cause: error },
      )
    }
    if (linkOver.has(code)) throw new Failure('not_found', { detail: overWords }, { cause: error })
    throw error
  }
}

const wrongPassword = new Set([
  'INVALID_EMAIL_OR_PASSWORD',
  'INVALID_EMAIL',
  'EMAIL_NOT_VERIFIED',
  'INVALID_PASSWORD',
  'UNAUTHORIZED',
  'CREDENTIAL_ACCOUNT_NOT_FOUND',
])
const linkOver = new Set(['INVALID_TOKEN', 'USER_NOT_FOUND'])
const notRight = 'E-mail and password do not fit, or the address was not confirmed yet.'
const overWords = 'This link was used already, or is over. Ask for a new one.'
