import { createHash } from 'node:crypto'
import type { storefront } from '@switchyard/contracts/storefront'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import { signedInTo, visitOf } from '../visit.ts'
import type { AccountParts } from './accounts.ts'
import { refuseEasilyGuessed } from './easily-guessed.ts'
import { heldAccount } from './held-account.ts'
import { lifeDays } from './sessions.ts'

type Care = Pick<
  Handlers<typeof storefront.account>,
  | 'me'
  | 'sessions'
  | 'endSession'
  | 'endSessionsOf'
  | 'changePassword'
  | 'addresses'
  | 'saveAddress'
  | 'removeAddress'
  | 'delete'
>

const dayS = 24 * 3_600
/** A call that was under way when its caller was removed has ended by then. */
const afterAllCallsMs = 20_000

/** What people see of their account and do with it, once they are in; and what admins do about another's. */
export function accountCare(parts: AccountParts): Care {
  const { passwords, people, book, sessions, errands, letters } = parts
  const { personOf, guarded } = heldAccount(parts)
  return {
    me: async ({ ctx }) => {
      const { signedIn } = visitOf(ctx)
      return signedIn ? await people.byId(signedIn.userId) : null
    },
    sessions: async ({ ctx }) => {
      const { userId, sessionId } = signedInTo(ctx)
      const all = await people.sessions(userId)
      return all.map((session) => ({ ...session, current: session.id === sessionId }))
    },
    endSession: async ({ input, ctx }) => {
      const { userId, token, sessionId } = signedInTo(ctx)
      await people.endSession({ userId, id: input.id })
      if (input.id !== sessionId) return {}
      sessions.forget(token)
      visitOf(ctx).cookies.clear('session')
      return {}
    },
    endSessionsOf: async ({ input }) => {
      const id = await people.idOf(input.email)
      if (id === null) throw new Failure('not_found', { detail: 'Nobody has an account with this address.' })
      return { id, ended: await people.endSession({ userId: id }) }
    },
    changePassword: async ({ input, ctx }) => {
      refuseEasilyGuessed(input.newPassword, 'newPassword')
      const { cookies, address, userAgent } = visitOf(ctx)
      const signedIn = signedInTo(ctx)
      const { email } = await personOf(signedIn)
      const token = await guarded({ signedIn, email }, address, () =>
        passwords.change(signedIn.token, input, userAgent),
      )
      sessions.forget(signedIn.token)
      cookies.set('session', sessions.cookieOf(token), lifeDays * dayS)
      await errands.add({ kind: 'mail', payload: letters.passwordChanged(email) })
      return {}
    },
    addresses: async ({ ctx }) => await book.list(signedInTo(ctx).userId),
    saveAddress: async ({ input, ctx }) => await book.save(signedInTo(ctx).userId, input),
    removeAddress: async ({ input, ctx }) => {
      await book.remove(signedInTo(ctx).userId, input.id)
      return {}
    },
    delete: async ({ input, ctx }) => {
      const { cookies, address } = visitOf(ctx)
      const signedIn = signedInTo(ctx)
      const person = await personOf(signedIn)
      await guarded({ signedIn, email: person.email }, address, () => passwords.check(signedIn.token, input.password))
      const emailHash = createHash('sha256').update(person.email.toLowerCase()).digest('hex')
      // Staff were shoppers before they were staff, and are while they lack a second factor.
      const erasures = [...new Set(['shopper', person.role])].map((kind) => {
        return { kind: 'erase', payload: { owner: `${kind}:${person.id}`, emailHash } } as const
      })
      const now = errands.rowsOf(erasures)
      await people.remove(person, [...now, ...errands.rowsOf(erasures, { afterMs: afterAllCallsMs })])
      sessions.forget(signedIn.token)
      for (const name of ['session', 'device', 'guest'] as const) cookies.clear(name)
      await errands.tryNow(now)
      return {}
    },
  }
}
