/**
 * SECOND FACTOR: codes of an authenticator app (TOTP) and recovery codes, which better-auth makes, encrypts and checks. What it
 * leaves to us: that a code of the app counts once, and where the challenge of a sign-in is kept.
 */
import type { SecondFactor } from '@switchyard/contracts/second-factor'
import type { IdentityDatabase } from '@switchyard/db/identity'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { parseSetCookieHeader } from 'better-auth/cookies'
import { type Auth, asHolder, explained } from './auth.ts'
import type { Signer } from './signer.ts'

/** What {@link createSecondFactors} makes. */
export type SecondFactors = ReturnType<typeof createSecondFactors>

/** A code of the app is taken in its own half minute, the one before and the one after. */
const codeLifeMs = 90_000

export function createSecondFactors({
  auth,
  pool,
  prisma,
  signer,
  clock,
  newId,
}: Pick<IdentityDatabase, 'pool' | 'prisma'> & {
  auth: Auth
  signer: (purpose: string) => Signer
  clock: Clock
  newId: () => string
}) {
  const [codes, challenges] = [signer('code'), signer('challenge')]
  /** Of two calls with the same code one goes on; that it was taken is written before it is looked at. */
  const takeOnce = async (userId: string, code: string): Promise<void> => {
    const identifier = `code:${codes.digest(`${userId} ${code}`)}`
    const expiresAt = new Date(clock.now() + codeLifeMs)
    const used = { id: newId(), identifier, value: userId, expiresAt }
    const { count } = await prisma.verification.createMany({ data: [used], skipDuplicates: true })
    if (count === 0) throw new Failure('unauthenticated', { detail: 'This code was used. Wait for the next one.' })
  }
  /** Checks a code of either kind for whoever the headers show. Throws `unauthenticated`. */
  const check = async (userId: string, typed: string, headers: Headers) => {
    const code = typed.replace(/\s/g, '')
    const asked = { body: { code }, headers, returnHeaders: true } as const
    if (!isOfApp(code)) return await explained(auth.api.verifyBackupCode(asked))
    await takeOnce(userId, code)
    return await explained(auth.api.verifyTOTP(asked))
  }

  return {
    /** Whether a person has one, and with how many recovery codes. */
    async of(userId: string): Promise<Omit<SecondFactor, 'required'>> {
      const kept = await prisma.twoFactor.findFirst({ where: { userId, user: { twoFactorEnabled: true } } })
      if (!kept) return { on: false, recoveryCodesLeft: 0 }
      const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId } })
      return { on: true, recoveryCodesLeft: backupCodes.length }
    },

    /** Makes a secret and recovery codes, in place of any that nobody has turned on. Throws `unauthenticated`, `forbidden`. */
    async begin(token: string, password: string): Promise<{ uri: string; recoveryCodes: string[] }> {
      // The library clears what was there and then writes, so one of two at once finds the other's, and makes its own once more.
      const make = (left: number): Promise<Made> =>
        explained(auth.api.enableTwoFactor({ body: { password }, headers: asHolder(token) })).catch(
          (error: unknown) => {
            if (left > 0 && isTaken(error)) return make(left - 1)
            throw error
          },
        )
      const made = await make(3)
      if (made.method !== 'totp') throw new Error('a second factor of another kind was made')
      return { uri: made.totpURI, recoveryCodes: made.backupCodes }
    },

    /** Turns on what was begun, and begins a session in place of this one, whose token it returns. Throws `unauthenticated`. */
    async turnOn({ token, userId }: Holder, code: string): Promise<string> {
      const { headers } = await check(userId, code, asHolder(token))
      return tokenIn(headers) ?? token
    },

    /** Turns it off, and begins a session in place of this one, whose token it returns. Throws `unauthenticated`. */
    async turnOff({ token, userId }: Holder, { password, code }: { password: string; code: string }): Promise<string> {
      // A wrong password uses no code up.
      await explained(auth.api.verifyPassword({ body: { password }, headers: asHolder(token) }))
      await check(userId, code, asHolder(token))
      const asked = { body: { password }, headers: asHolder(token), returnHeaders: true } as const
      const { headers } = await explained(auth.api.disableTwoFactor(asked))
      return tokenIn(headers) ?? token
    },

    /** Makes new recovery codes; those from before count no more. Throws `unauthenticated`, `not_found`. */
    async renew(token: string, password: string): Promise<string[]> {
      const headers = asHolder(token)
      const { backupCodes } = await explained(auth.api.generateBackupCodes({ body: { password }, headers }))
      return backupCodes
    },

    /** What a browser keeps of a challenge. */
    cookieOf: (challenge: string): string => challenges.sign(challenge),

    /** The challenge that a browser kept, and whose sign-in it is; `null` when that is over. */
    async challenged(cookie: string | undefined): Promise<Challenged | null> {
      const challenge = challenges.read(cookie)
      if (challenge === null) return null
      const { internalAdapter } = await auth.$context
      const found = await internalAdapter.findVerificationValue(challenge.split('.')[0] ?? '')
      return found && { challenge, userId: found.value }
    },

    /** Answers a challenge and begins a session. Throws `unauthenticated`. */
    async answer({ challenge, userId }: Challenged, code: string, userAgent: string | null): Promise<string> {
      const headers = new Headers({ cookie: `${await challengeName(auth)}=${encodeURIComponent(challenge)}` })
      if (userAgent !== null) headers.set('user-agent', userAgent)
      const { response } = await check(userId, code, headers)
      if (!response.token) throw new Error('a second step began no session')
      return response.token
    },

    /** Takes it away from whoever has lost it, and ends their sessions; whether there was one. */
    async remove(userId: string): Promise<boolean> {
      const { rowCount } = await pool.query(removeSql, [userId, new Date(clock.now())])
      return rowCount === 1
    },
  }
}

type Made = Awaited<ReturnType<Auth['api']['enableTwoFactor']>>

interface Holder {
  readonly token: string
  readonly userId: string
}

interface Challenged {
  readonly challenge: string
  readonly userId: string
}

const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'P2002'

/** Recovery codes have letters in them. */
export const isOfApp = (code: string) => /^[\d\s]+$/.test(code)

const challengeName = async (auth: Auth) => (await auth.$context).createAuthCookie('two_factor').name

/** The library would keep a challenge in a cookie of its own; ours holds the same text. */
export async function challengeIn(headers: Headers, auth: Auth): Promise<string> {
  const cookies = parseSetCookieHeader(headers.get('set-cookie') ?? '')
  const challenge = cookies.get(await challengeName(auth))?.value
  if (!challenge) throw new Error('a sign-in that asks for a code has no challenge')
  return challenge
}

/** The token of the session that was begun in place of another; behind its dot is a signature that we do not use. */
const tokenIn = (headers: Headers): string | undefined => headers.get('set-auth-token')?.split('.')[0]

const removeSql = `
  WITH factor AS (DELETE FROM two_factors WHERE user_id = $1), ended AS (DELETE FROM sessions WHERE user_id = $1)
  UPDATE users SET two_factor_enabled = false, updated_at = $2 WHERE id = $1 AND two_factor_enabled`
