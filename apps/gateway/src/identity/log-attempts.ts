import { databaseFaultOf } from '@switchyard/db/database-fault'
import type { CallContext } from '@switchyard/rpc/envelope'
import { failureOf } from '@switchyard/rpc/error-shape'
import type { Log } from '@switchyard/runtime/log'
import type { FastifyRequest } from 'fastify'
import { networkOf } from '../client-address.ts'
import { visitOf } from '../visit.ts'
import { isOfApp } from './second-factors.ts'

/** What says who somebody is, or takes that away again, in any way that there is; the rest of an account is not written down. */
const attempts = [
  'signUp',
  'verifyEmail',
  'signIn',
  'confirmSignIn',
  'signOut',
  'signOutEverywhere',
  'endSession',
  'endSessionsOf',
  'requestReset',
  'resetPassword',
  'changePassword',
  'beginSecondFactor',
  'turnOnSecondFactor',
  'turnOffSecondFactor',
  'renewRecoveryCodes',
  'removeSecondFactorOf',
  'delete',
] as const

/** What the log knows accounts and places by: names that tell nobody anything, and are the same each time. */
interface Names {
  log: Log
  accountOf: (email: string) => string
  placeOf: (address: string) => string
  /** Whose sign-in waits for its second step. */
  challenged: (cookie: string | undefined) => Promise<string | null>
}

type Call = { input: unknown; ctx: CallContext }
type AnyHandler = (call: Call) => Promise<unknown>

/**
 * The same operations, of which each attempt stands in the log, whether it succeeded or not: who is meant, who was signed
 * in, from where, with what, and how it ended. What was typed is not written down.
 */
export function logAttempts<Operations extends Record<(typeof attempts)[number], unknown>>(
  operations: Operations,
  { log, accountOf, placeOf, challenged }: Names,
): Operations {
  const logged = attempts.map((name) => {
    const handler = operations[name] as AnyHandler
    const attempt: AnyHandler = async (call) => {
      const { signedIn, address, cookies } = visitOf(call.ctx)
      const { email } = Object(call.input) as Record<string, unknown>
      const waiting = name === 'confirmSignIn' ? cookies.get('challenge') : undefined
      const meant = waiting ? await challenged(waiting).catch(() => null) : signedIn?.userId
      const tell = (outcome: string, person = meant ?? null) =>
        log.info(
          {
            ...{ attempt: name, outcome, person, place: placeOf(address), requestId: call.ctx.envelope.callId },
            account: typeof email === 'string' ? accountOf(email) : null,
            factor: factorsIn(call.input),
          },
          said,
        )
      try {
        const answer = await handler(call)
        tell('done', name === 'signIn' ? (answer as { id: string }).id : undefined)
        return answer
      } catch (error) {
        tell(databaseFaultOf(error) === 'away' ? 'unavailable' : failureOf(error).code)
        throw error
      }
    }
    return [name, attempt]
  })
  // Each handler keeps its input and its answer; only types cannot follow Object.fromEntries.
  return { ...operations, ...Object.fromEntries(logged) } as Operations
}

/** What somebody has shown, and nothing of it. */
function factorsIn(input: unknown): string | null {
  const { password, currentPassword, code } = Object(input) as Record<string, unknown>
  const shown = [
    (password ?? currentPassword) ? ['password'] : [],
    typeof code === 'string' ? [isOfApp(code) ? 'code' : 'recovery code'] : [],
  ]
  return shown.flat().join(' and ') || null
}

/** Writes down who shows an API key that is none, or no more. */
export const logBadKeys =
  ({ log, placeOf }: Pick<Names, 'log' | 'placeOf'>) =>
  ({ id, address }: Pick<FastifyRequest, 'id' | 'address'>): void => {
    const where = { place: placeOf(networkOf(address)), requestId: id }
    log.info({ attempt: 'apiKey', outcome: 'unauthenticated', ...where, factor: 'key' }, said)
  }

const said = 'attempt to authenticate'
