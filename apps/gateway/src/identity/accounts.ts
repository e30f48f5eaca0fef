/**
 * ACCOUNTS: better-auth behind our own contract. The parts are put together here; `account-entry.ts` is how people get in
 * and out, `account-care.ts` what they do once they are in, `account-factor.ts` their second factor.
 */
import type { storefront } from '@switchyard/contracts/storefront'
import type { IdentityDatabase } from '@switchyard/db/identity'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { accountCare } from './account-care.ts'
import { accountEntry } from './account-entry.ts'
import { accountFactor } from './account-factor.ts'
import { type AddressBook, createAddressBook } from './address-book.ts'
import { createAuth } from './auth.ts'
import type { StaffSecondFactor } from './caller.ts'
import { createErrands, type Errands, type RunErrand } from './errands.ts'
import type { GuessLimits } from './guess-limits.ts'
import { createKnownDevices, type KnownDevices } from './known-devices.ts'
import { createLetters } from './letters.ts'
import { logAttempts, logBadKeys } from './log-attempts.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { createPeople, type People } from './people.ts'
import { createSecondFactors, type SecondFactors } from './second-factors.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSigner } from './signer.ts'

/** What the operations of an account work with. */
export interface AccountParts {
  passwords: Passwords
  secondFactors: SecondFactors
  /** Whether staff have to have one. */
  staffSecondFactor: StaffSecondFactor
  people: People
  book: AddressBook
  sessions: Sessions
  devices: KnownDevices
  limits: GuessLimits
  errands: Errands
  letters: ReturnType<typeof createLetters>
  /** What stands for an address in counters and cookies. */
  accountOf: (email: string) => string
  /** Answers that must not tell anything come at multiples of this. */
  stepMs: number
  clock: Clock
}

/** What the accounts of one gateway need around them. */
export interface AccountsOptions {
  database: Pick<IdentityDatabase, 'pool' | 'prisma'>
  /** Signs cookies; the same on every gateway. */
  secret: string
  /** Where the links in mails lead: never what a request says its host is. */
  webUrl: string
  limits: GuessLimits
  staffSecondFactor: StaffSecondFactor
  runErrand: RunErrand
  stepMs?: number
  clock: Clock
  log: Log
  newId: () => string
}

/** Opens the accounts: their operations, who is signed in, and the sweep that does what is owed and removes what is over. */
export function createAccounts(options: AccountsOptions) {
  const { database, secret, webUrl, limits, staffSecondFactor, stepMs = 250, clock, log, newId } = options
  const errands = createErrands({ pool: database.pool, run: options.runErrand, clock, log, newId })
  const people = createPeople({ ...database, clock, newId })
  const letters = createLetters({ webUrl })
  const signer = (purpose: string) => createSigner({ secret, purpose })
  const sessions = createSessions({ pool: database.pool, signer: signer('session'), clock })
  const mail = async (letter: ReturnType<typeof letters.addressTaken>) => {
    await errands.add({ kind: 'mail', payload: letter })
  }
  const auth = createAuth({
    ...{ prisma: database.prisma, secret, webUrl, newId },
    onResetAsked: ({ email, token }) => mail(letters.passwordReset(email, token)),
    onReset: async ({ id, email }) => {
      await people.confirmById(id)
      await mail(letters.passwordChanged(email))
    },
  })
  const accounts = signer('account')
  const parts: AccountParts = {
    ...{ people, sessions, limits, staffSecondFactor, errands, letters, stepMs, clock },
    passwords: createPasswords({ auth, prisma: database.prisma }),
    secondFactors: createSecondFactors({ ...database, auth, signer, clock, newId }),
    book: createAddressBook({ prisma: database.prisma, clock, newId }),
    devices: createKnownDevices({ signer: signer('device'), newId }),
    accountOf: (email) => accounts.digest(email.trim().toLowerCase()),
  }
  const operations: Handlers<typeof storefront.account> = {
    ...accountEntry(parts),
    ...accountCare(parts),
    ...accountFactor(parts),
  }
  const names = {
    ...{ log, accountOf: parts.accountOf, placeOf: signer('place').digest },
    challenged: async (cookie: string | undefined) => (await parts.secondFactors.challenged(cookie))?.userId ?? null,
  }
  return {
    operations: logAttempts(operations, names),
    onBadKey: logBadKeys(names),
    placeOf: names.placeOf,
    sessions,
    async sweep(): Promise<void> {
      await errands.sweep()
      await people.prune()
    },
  }
}
