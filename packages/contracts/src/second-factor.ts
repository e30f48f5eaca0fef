/**
 * The second factor of an account, as the public contract has it: codes of an authenticator app (TOTP, RFC 6238), and recovery
 * codes for whoever has lost the app. Each code counts once.
 */
import { z } from 'zod'
import { mutation, query } from './contract.ts'

const Password = z.string().min(1).max(128)

/** Six digits of an authenticator app, or a recovery code; spaces in it do not count. */
export const Code = z.string().min(6).max(40)

/** Each stands for the app once. They are told this once, and kept encrypted. */
const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

/** Whether an account has a second factor. */
export const SecondFactor = z.object({
  on: z.boolean(),
  /** This is a member of staff, and what staff do is served only to those who have one. */
  required: z.boolean(),
  recoveryCodesLeft: z.int(),
})
export type SecondFactor = z.infer<typeof SecondFactor>

/** What an authenticator app has to know, and what replaces it. */
export const NewSecondFactor = RecoveryCodes.extend({
  /** `otpauth://totp/…` */
  uri: z.string(),
  /** The same as a QR code, in SVG. */
  qr: z.string(),
  /** The secret in it, to be typed: base 32. */
  key: z.string(),
})
export type NewSecondFactor = z.infer<typeof NewSecondFactor>

const Done = z.object({})
const people = { callers: ['shopper', 'staff'] } as const
const guarded = { failures: ['unauthenticated', 'rate_limited'], cost: 5 } as const

/** What people do about their second factor, for group `account`. */
export const secondFactorOperations = {
  secondFactor: query(z.strictObject({}), SecondFactor, {
    ...people,
    rest: { method: 'GET', path: '/me/second-factor' },
  }),
  /** Makes a new one, of which nothing is asked until it is turned on. */
  beginSecondFactor: mutation(z.strictObject({ password: Password }), NewSecondFactor, {
    ...people,
    ...guarded,
    rest: { method: 'POST', path: '/me/second-factor', status: 201 },
  }),
  /** Turns on what was begun, by its first code. Ends every other session, and gives this one a new id. */
  turnOnSecondFactor: mutation(z.strictObject({ code: Code }), Done, {
    ...people,
    ...guarded,
    rest: { method: 'POST', path: '/me/second-factor/confirm' },
  }),
  /** Ends every other session, and gives this one a new id. */
  turnOffSecondFactor: mutation(z.strictObject({ password: Password, code: Code }), Done, {
    ...people,
    ...guarded,
    rest: { method: 'POST', path: '/me/second-factor/remove' },
  }),
  /** Those from before count no more. */
  renewRecoveryCodes: mutation(z.strictObject({ password: Password }), RecoveryCodes, {
    ...people,
    ...guarded,
    failures: ['unauthenticated', 'not_found', 'rate_limited'],
    rest: { method: 'POST', path: '/me/recovery-codes', status: 201 },
  }),
}
