import { randomBytes } from 'node:crypto'
import type { Person } from '@switchyard/contracts/account'
import type { storefront } from '@switchyard/contracts/storefront'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import { signedInTo, visitOf } from '../visit.ts'
import type { AccountParts } from './accounts.ts'
import { challengeS } from './auth.ts'
import { refuseEasilyGuessed } from './easily-guessed.ts'
import { inEvenTime } from './even-time.ts'
import { isOfApp } from './second-factors.ts'
import { lifeDays } from './sessions.ts'

type Entry = Pick<
  Handlers<typeof storefront.account>,
  | 'signUp'
  | 'verifyEmail'
  | 'signIn'
  | 'confirmSignIn'
  | 'signOut'
  | 'signOutEverywhere'
  | 'requestReset'
  | 'resetPassword'
>

const dayS = 24 * 3_600
const guestWaitMsMax = 1_000
/** Sign-ups with one address that came in between, after which somebody is asked to try again. */
const collisionsMax = 4

/** How people get in and out. What could tell whether an address has an account answers the same, in even time. */
export function accountEntry(parts: AccountParts): Entry {
  const { passwords, secondFactors, people, sessions, devices, limits, errands, letters, accountOf, stepMs, clock } =
    parts
  const evenly = { stepMs, clock }

  const openSession = async (token: string, userId: string, ctx: CallContext): Promise<Person> => {
    const { cookies, guestId, signedIn } = visitOf(ctx)
    const person = await people.byId(userId)
    if (!person) throw new Failure('unauthenticated', { detail: 'This account was removed.' })
    if (signedIn) await people.endSession({ userId: signedIn.userId, token: signedIn.token })
    if (guestId !== null) {
      const payload = { guest: `guest:${guestId}`, owner: `${person.role}:${userId}` }
      const { tried } = await errands.add({ kind: 'adopt', payload })
      await Promise.race([tried, clock.sleep(guestWaitMsMax)])
      // Whoever comes after them in this browser is somebody else.
      cookies.clear('guest')
    }
    cookies.set('session', sessions.cookieOf(token), lifeDays * dayS)
    cookies.set('device', devices.issue(accountOf(person.email)), 365 * dayS)
    return person
  }

  /** Of two sign-ups with one address at the same moment the later one stands, as it does when they come one by one. */
  const signUpAnew = async (input: Parameters<typeof passwords.signUp>[0]): Promise<string | null> => {
    for (let left = collisionsMax; ; left -= 1) {
      await people.removeUnconfirmed(input.email)
      try {
        const userId = await passwords.signUp(input)
        if (userId !== null || left === 0 || (await people.idOf(input.email)) !== null) return userId
      } catch (error) {
        if (left === 0 || !isFailure(error, 'unavailable')) throw error
      }
    }
  }

  return {
    signUp: async ({ input, ctx }) => {
      refuseEasilyGuessed(input.password, 'password')
      await limits.admitMail({ account: accountOf(input.email), address: visitOf(ctx).address })
      await inEvenTime(evenly, async () => {
        const userId = await signUpAnew(input)
        const token = randomBytes(32).toString('base64url')
        if (userId !== null) await people.keepLink(userId, token)
        const mail = userId === null ? letters.addressTaken(input.email) : letters.verifyEmail(input.email, token)
        await errands.add({ kind: 'mail', payload: mail })
      })
      return {}
    },
    verifyEmail: async ({ input: { token, password }, ctx }) => {
      const userId = await people.askedBy(token)
      if (userId === null) throw linkIsOver()
      // Counted for the link, which only its holder has: nobody else can use up the tries.
      const tried = await limits.admit({
        ...{ account: accountOf(`link ${token}`), device: null },
        address: visitOf(ctx).address,
      })
      if (!(await passwords.isOf(userId, password))) throw new Failure('unauthenticated', { detail: notChosen })
      await tried.succeeded()
      if (!(await people.confirm(token))) throw linkIsOver()
      return {}
    },
    signIn: async ({ input, ctx }) => {
      const { cookies, address, userAgent } = visitOf(ctx)
      const account = accountOf(input.email)
      const device = devices.read(cookies.get('device'), account)
      const tried = await limits.admit({ account, device, address })
      const entered = await passwords
        .signIn(input, userAgent)
        .catch((error: unknown) => inEvenTime(evenly, () => Promise.reject(error)))
      await tried.succeeded()
      if ('token' in entered) return await openSession(entered.token, entered.userId, ctx)
      cookies.set('challenge', secondFactors.cookieOf(entered.challenge), challengeS)
      throw new Failure('second_factor_asked', { detail: codeAsked })
    },
    confirmSignIn: async ({ input: { code }, ctx }) => {
      const { cookies, address, userAgent } = visitOf(ctx)
      const challenged = await secondFactors.challenged(cookies.get('challenge'))
      const person = challenged && (await people.byId(challenged.userId))
      if (!person) throw new Failure('unauthenticated', { detail: 'Begin with your e-mail and password.' })
      const account = accountOf(person.email)
      const device = devices.read(cookies.get('device'), account)
      const tried = await limits.admit({ account, device, address })
      const token = await secondFactors.answer(challenged, code, userAgent)
      await tried.succeeded()
      cookies.clear('challenge')
      if (!isOfApp(code)) {
        const { recoveryCodesLeft } = await secondFactors.of(person.id)
        await errands.add({ kind: 'mail', payload: letters.recoveryCodeUsed(person.email, recoveryCodesLeft) })
      }
      return await openSession(token, person.id, ctx)
    },
    signOut: async ({ ctx }) => {
      const { signedIn, cookies } = visitOf(ctx)
      if (!signedIn) return {}
      await people.endSession({ userId: signedIn.userId, token: signedIn.token })
      sessions.forget(signedIn.token)
      cookies.clear('session')
      return {}
    },
    signOutEverywhere: async ({ ctx }) => {
      const { userId, token } = signedInTo(ctx)
      await people.endSession({ userId })
      sessions.forget(token)
      visitOf(ctx).cookies.clear('session')
      return {}
    },
    requestReset: async ({ input, ctx }) => {
      await limits.admitMail({ account: accountOf(input.email), address: visitOf(ctx).address })
      await inEvenTime(evenly, () => passwords.askReset(input.email))
      return {}
    },
    resetPassword: async ({ input, ctx }) => {
      refuseEasilyGuessed(input.password, 'password')
      const email = await passwords.reset(input.token, input.password)
      // Whoever reads the mail is the owner: no guesses of others keep them out.
      visitOf(ctx).cookies.set('device', devices.issue(accountOf(email)), 365 * dayS)
      return {}
    },
  }
}

const codeAsked =
  'Send the code that your authenticator app shows, or a recovery code, as the second step of the sign-in.'
const notChosen = 'This is not the password that was chosen with this link. If you asked for no account, do nothing.'
const linkIsOver = () =>
  new Failure('not_found', { detail: 'This link was used already, or is over. Sign up once more.' })
