import type { Guide } from './guide.ts'

const id = '0193f2c4-7a10-7c31-9d43-5b1f8a2c6e02'
const since = '2026-11-01T08:30:00.000Z'
const person = { id, name: 'Ada Example', email: 'ada@example.org', role: 'shopper', since }
const address = { line1: 'Langstrasse 12', city: 'Zürich', postalCode: '8004', country: 'CH' }
const password = 'a long enough password'
const saved = { id, name: 'Ada Example', ...address }
const code = '492039'
const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const qr = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 49 49">…</svg>'
const recoveryCodes = ['4Rk2p-9sLq7']
const token = 'what-the-link-in-the-mail-carries'

/** People and their accounts. */
export const accountGuide: Guide = {
  'account.signUp': {
    summary: 'Mails a link that opens an account',
    input: { name: 'Ada Example', email: 'ada@example.org', password },
    output: {},
  },
  'account.verifyEmail': {
    summary: 'Opens the account that a mailed link stands for',
    input: { token, password },
    output: {},
  },
  'account.signIn': {
    summary: "Signs in: sets the session's cookie, and takes the guest's bag and orders along",
    input: { email: 'ada@example.org', password },
    output: person,
  },
  'account.confirmSignIn': {
    summary: 'The second step of a sign-in, for who has a second factor: a code of the app, or a recovery code',
    input: { code },
    output: person,
  },
  'account.signOut': { summary: 'Signs out here', output: {} },
  'account.signOutEverywhere': { summary: 'Ends every session of the account', output: {} },
  'account.me': { summary: 'Who is signed in; null for a guest', output: person },
  'account.sessions': {
    summary: 'Where the account is signed in',
    output: [{ id, current: true, startedAt: since, seenAt: since, device: 'Firefox on Linux' }],
  },
  'account.endSession': { summary: 'Ends one session', input: { id }, output: {} },
  'account.requestReset': {
    summary: 'Mails a link for a new password',
    input: { email: 'ada@example.org' },
    output: {},
  },
  'account.resetPassword': {
    summary: 'Sets a new password by a mailed link, and ends every session',
    input: { token, password },
    output: {},
  },
  'account.changePassword': {
    summary: 'Sets a new password, and ends every other session',
    input: { currentPassword: password, newPassword: 'another long password' },
    output: {},
  },
  'account.secondFactor': {
    summary: 'Whether the account has a second factor',
    output: { on: true, required: false, recoveryCodesLeft: 10 },
  },
  'account.beginSecondFactor': {
    summary: 'Makes a second factor, of which nothing is asked until it is turned on',
    input: { password },
    output: { uri: `otpauth://totp/Halftone:ada%40example.org?secret=${key}&issuer=Halftone`, key, qr, recoveryCodes },
  },
  'account.turnOnSecondFactor': {
    summary: 'Turns on what was begun by its first code, and ends every other session',
    input: { code },
    output: {},
  },
  'account.turnOffSecondFactor': {
    summary: 'Turns it off, and ends every other session; takes a recovery code too',
    input: { password, code },
    output: {},
  },
  'account.renewRecoveryCodes': {
    summary: 'Makes new recovery codes; those from before count no more',
    input: { password },
    output: { recoveryCodes },
  },
  'account.addresses': { summary: 'Saved addresses', output: [saved] },
  'account.saveAddress': {
    summary: 'Changes the address of that id, or keeps a new one',
    input: { name: 'Ada Example', ...address },
    output: saved,
  },
  'account.removeAddress': { summary: 'Forgets an address', input: { id }, output: {} },
  'account.delete': {
    summary: 'Removes the person for good; orders stay, without a name',
    input: { password },
    output: {},
  },
}
