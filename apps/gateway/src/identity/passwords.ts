import type { IdentityDatabase } from '@switchyard/db/identity'
import { type Auth, asHolder, explained } from './auth.ts'
import { challengeIn } from './second-factors.ts'

/** What {@link createPasswords} makes. */
export type Passwords = ReturnType<typeof createPasswords>

/** People by their passwords: how they begin, change and are set anew. */
export function createPasswords({ auth, prisma }: { auth: Auth; prisma: IdentityDatabase['prisma'] }) {
  return {
    /** The new person's id; `null` when the address has an account. Takes as long either way. Throws `unavailable` when another sign-up with this address came in between. */
    async signUp(body: { name: string; email: string; password: string }): Promise<string | null> {
      const { user } = await explained(auth.api.signUpEmail({ body }))
      const exists = await prisma.user.count({ where: { id: user.id } })
      return exists > 0 ? user.id : null
    },

    /**
     * Checks a password, and begins a session or, for whoever has a second factor, the challenge that asks for it. Throws
     * `unauthenticated` in the same words, after the same work, whatever is wrong.
     */
    async signIn(
      body: { email: string; password: string },
      userAgent: string | null,
    ): Promise<{ token: string; userId: string } | { challenge: string }> {
      const headers = new Headers(userAgent === null ? {} : { 'user-agent': userAgent })
      const { response, headers: told } = await explained(auth.api.signInEmail({ body, headers, returnHeaders: true }))
      if ('twoFactorRedirect' in response) return { challenge: await challengeIn(told, auth) }
      return { token: response.token, userId: response.user.id }
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
