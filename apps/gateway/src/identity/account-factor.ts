import type { storefront } from '@switchyard/contracts/storefront'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import { encodeQR } from 'qr'
import { signedInTo, visitOf } from '../visit.ts'
import type { AccountParts } from './accounts.ts'
import { heldAccount } from './held-account.ts'
import type { Letter } from './letters.ts'
import { lifeDays, type SignedIn } from './sessions.ts'

type Factor = Pick<
  Handlers<typeof storefront.account>,
  | 'secondFactor'
  | 'beginSecondFactor'
  | 'turnOnSecondFactor'
  | 'turnOffSecondFactor'
  | 'renewRecoveryCodes'
  | 'removeSecondFactorOf'
>

const dayS = 24 * 3_600

/** What people do about their second factor, and admins about another's. The owner hears of each change by mail. */
export function accountFactor(parts: AccountParts): Factor {
  const { people, sessions, secondFactors, errands, letters, staffSecondFactor } = parts
  const { personOf, guarded } = heldAccount(parts)
  const mail = (letter: Letter) => errands.add({ kind: 'mail', payload: letter })

  /** Does what takes a password or a code, as one of the tries that there are. */
  const proved = async <Answer>(ctx: CallContext, act: (signedIn: SignedIn) => Promise<Answer>) => {
    const signedIn = signedInTo(ctx)
    const { email } = await personOf(signedIn)
    const answer = await guarded({ signedIn, email }, visitOf(ctx).address, () => act(signedIn))
    return { email, signedIn, answer }
  }
  /** A session from before a change is worth nothing after it: this browser goes on with a new one, and no other is left. */
  const goOnWith = async (token: string, { token: before, userId }: SignedIn, ctx: CallContext) => {
    await people.endOtherSessions(userId, token)
    sessions.forget(before)
    visitOf(ctx).cookies.set('session', sessions.cookieOf(token), lifeDays * dayS)
  }

  return {
    secondFactor: async ({ ctx }) => {
      const signedIn = signedInTo(ctx)
      const required = staffSecondFactor === 'required' && signedIn.role !== 'shopper'
      return { ...(await secondFactors.of(signedIn.userId)), required }
    },
    beginSecondFactor: async ({ input, ctx }) => {
      const { answer } = await proved(ctx, ({ token }) => secondFactors.begin(token, input.password))
      const key = new URL(answer.uri).searchParams.get('secret') ?? ''
      return { ...answer, key, qr: encodeQR(answer.uri, 'svg') }
    },
    turnOnSecondFactor: async ({ input, ctx }) => {
      const { email, signedIn, answer } = await proved(ctx, (held) => secondFactors.turnOn(held, input.code))
      await goOnWith(answer, signedIn, ctx)
      await mail(letters.secondFactorOn(email))
      return {}
    },
    turnOffSecondFactor: async ({ input, ctx }) => {
      const { email, signedIn, answer } = await proved(ctx, (held) => secondFactors.turnOff(held, input))
      await goOnWith(answer, signedIn, ctx)
      await mail(letters.secondFactorOff(email))
      return {}
    },
    renewRecoveryCodes: async ({ input, ctx }) => {
      const { email, answer } = await proved(ctx, ({ token }) => secondFactors.renew(token, input.password))
      await mail(letters.recoveryCodesRenewed(email))
      return { recoveryCodes: answer }
    },
    removeSecondFactorOf: async ({ input }) => {
      const id = await people.idOf(input.email)
      if (id === null) throw new Failure('not_found', { detail: 'Nobody has an account with this address.' })
      const removed = await secondFactors.remove(id)
      if (removed) await mail(letters.secondFactorRemoved(input.email.toLowerCase()))
      return { id, removed }
    },
  }
}
