/**
 * What people do with their accounts, as the public contract has it. Nothing here tells anybody but admins whether an address
 * has an account: signing up, asking for a reset and a failed sign-in answer the same either way, and the mail tells the owner.
 */
import { z } from 'zod'
import { mutation, query } from './contract.ts'
import { Address } from './orders.ts'
import { Code, secondFactorOperations } from './second-factor.ts'
import { Instant } from './values.ts'

const Email = z.email().max(254)
/** Any password may be tried; only new ones must be long. */
const GivenPassword = z.string().min(1).max(128)
const NewPassword = z.string().min(8, 'must have 8 characters or more').max(128)
const PersonName = z.string().trim().min(1).max(120)
/** What a mailed link carries. */
const MailedToken = z.string().min(10).max(200)

/** What a person is to the shop. No input sets it. */
export const Role = z.enum(['shopper', 'staff', 'admin'])
export type Role = z.infer<typeof Role>

/** Whoever is signed in. */
export const Person = z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: Role, since: Instant })
export type Person = z.infer<typeof Person>

/** One browser that is signed in; `device` is what it says of itself. */
const Session = z.object({
  id: z.uuid(),
  current: z.boolean(),
  startedAt: Instant,
  seenAt: Instant,
  device: z.string().nullable(),
})

/** Where prints go, kept for the next checkout. */
export const SavedAddress = z.object({ id: z.uuid(), name: z.string(), ...Address.shape })
export type SavedAddress = z.infer<typeof SavedAddress>

const Nothing = z.strictObject({})
const Done = z.object({})
const anyone = { callers: ['anyone'] } as const
const people = { callers: ['shopper', 'staff'] } as const
/** What a password's hash or a mail is worth beside a common call. */
const cost = 5
const guarded = { failures: ['unauthenticated', 'rate_limited'], cost } as const

/** The operations of group `account`. */
export const accountOperations = {
  /** Mails a link to the address; an address that has an account is told so instead. */
  signUp: mutation(z.strictObject({ name: PersonName, email: Email, password: NewPassword }), Done, {
    ...anyone,
    cost,
    idempotency: 'safe',
    failures: ['rate_limited'],
    rest: { method: 'POST', path: '/accounts', status: 202 },
  }),
  /**
   * Opens the account that a mailed link stands for, for whoever also knows the password that was chosen with it: a link that
   * one did not ask for opens nothing. It works once; a wrong password does not use it up.
   */
  verifyEmail: mutation(z.strictObject({ token: MailedToken, password: GivenPassword }), Done, {
    ...anyone,
    cost,
    failures: ['not_found', 'unauthenticated', 'rate_limited'],
    rest: { method: 'POST', path: '/accounts/verify' },
  }),
  /**
   * Sets the session's cookie, and moves the guest's bag and orders into the account. Who has a second factor hears
   * `second_factor_asked` instead, and is signed in by `confirmSignIn`, within ten minutes, in the same browser.
   */
  signIn: mutation(z.strictObject({ email: Email, password: GivenPassword }), Person, {
    ...anyone,
    ...guarded,
    failures: ['unauthenticated', 'second_factor_asked', 'rate_limited'],
    rest: { method: 'POST', path: '/sessions', status: 201 },
  }),
  /** The second step of a sign-in. */
  confirmSignIn: mutation(z.strictObject({ code: Code }), Person, {
    ...anyone,
    ...guarded,
    rest: { method: 'POST', path: '/sessions/confirm', status: 201 },
  }),
  signOut: mutation(Nothing, Done, { ...anyone, idempotency: 'safe', rest: { method: 'DELETE', path: '/sessions' } }),
  /** Ends every session of the account, this one too. */
  signOutEverywhere: mutation(Nothing, Done, {
    ...people,
    idempotency: 'safe',
    rest: { method: 'DELETE', path: '/me/sessions' },
  }),
  /** Who is signed in here; `null` for a guest. */
  me: query(Nothing, Person.nullable(), { ...anyone, rest: { method: 'GET', path: '/me' } }),
  sessions: query(Nothing, z.array(Session), { ...people, rest: { method: 'GET', path: '/me/sessions' } }),
  endSession: mutation(z.strictObject({ id: z.uuid() }), Done, {
    ...people,
    idempotency: 'safe',
    rest: { method: 'DELETE', path: '/me/sessions/{id}' },
  }),
  /** Mails a link to the address if it has an account. */
  requestReset: mutation(z.strictObject({ email: Email }), Done, {
    ...anyone,
    cost,
    idempotency: 'safe',
    failures: ['rate_limited'],
    rest: { method: 'POST', path: '/password-resets', status: 202 },
  }),
  /** Sets a new password and ends every session; the link works once. Whoever holds it is not locked out by another's guesses. */
  resetPassword: mutation(z.strictObject({ token: MailedToken, password: NewPassword }), Done, {
    ...anyone,
    cost,
    failures: ['not_found'],
    rest: { method: 'POST', path: '/password-resets/complete' },
  }),
  /** Ends every other session, and gives this one a new id. */
  changePassword: mutation(z.strictObject({ currentPassword: GivenPassword, newPassword: NewPassword }), Done, {
    ...people,
    ...guarded,
    rest: { method: 'PUT', path: '/me/password' },
  }),
  ...secondFactorOperations,
  addresses: query(Nothing, z.array(SavedAddress), { ...people, rest: { method: 'GET', path: '/me/addresses' } }),
  /** Changes the address of that id, or keeps a new one; ten at most. */
  saveAddress: mutation(z.strictObject({ id: z.uuid().optional(), name: PersonName, ...Address.shape }), SavedAddress, {
    ...people,
    failures: ['not_found'],
    rest: { method: 'PUT', path: '/me/addresses' },
  }),
  removeAddress: mutation(z.strictObject({ id: z.uuid() }), Done, {
    ...people,
    idempotency: 'safe',
    rest: { method: 'DELETE', path: '/me/addresses/{id}' },
  }),
  /** Removes the person everywhere, for good. Orders stay, without a name. */
  delete: mutation(z.strictObject({ password: GivenPassword }), Done, {
    ...people,
    ...guarded,
    rest: { method: 'POST', path: '/me/delete' },
  }),
}

/** What admins do about the accounts of others. They may know who has one. */
export const othersAccountOperations = {
  /** Ends every session of whoever has this address, and tells how many there were. */
  endSessionsOf: mutation(z.strictObject({ email: Email }), z.object({ id: z.uuid(), ended: z.int() }), {
    callers: ['admin'],
    idempotency: 'safe',
    failures: ['not_found'],
  }),
  /** Takes the second factor away from whoever has this address, and ends every session of theirs; tells whether there was one. */
  removeSecondFactorOf: mutation(z.strictObject({ email: Email }), z.object({ id: z.uuid(), removed: z.boolean() }), {
    callers: ['admin'],
    idempotency: 'safe',
    failures: ['not_found'],
  }),
}
