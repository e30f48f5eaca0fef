import type { Person } from '@switchyard/contracts/account'
import { Failure } from '@switchyard/rpc/failure'
import type { AccountParts } from './accounts.ts'
import type { SignedIn } from './sessions.ts'

/** Somebody's account in the hands of whoever holds a session of it, which may have been stolen. */
export function heldAccount({ people, limits, accountOf }: Pick<AccountParts, 'people' | 'limits' | 'accountOf'>) {
  return {
    /** Throws `unauthenticated` when the account was removed. */
    async personOf({ userId }: SignedIn): Promise<Person> {
      const person = await people.byId(userId)
      if (person) return person
      throw new Failure('unauthenticated', { detail: 'This account was removed.' })
    },

    /** A session that was stolen is no way to guess a password or a code; like a known device it has tries of its own, for others may have used up the account's. */
    async guarded<Answer>(
      { signedIn, email }: { signedIn: SignedIn; email: string },
      address: string,
      check: () => Promise<Answer>,
    ): Promise<Answer> {
      const tried = await limits.admit({ account: accountOf(email), device: signedIn.sessionId, address })
      const answer = await check()
      await tried.succeeded()
      return answer
    },
  }
}
