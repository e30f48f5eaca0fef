import type { AccountMail } from '@switchyard/contracts/mail'

/** A mail about an account, before it is sent. */
export type Letter = Pick<AccountMail, 'to' | 'kind' | 'subject' | 'text'>

const letter = (to: string, kind: Letter['kind'], subject: string, paragraphs: string[]): Letter => ({
  ...{ to, kind, subject },
  text: ['Hello,', ...paragraphs, 'Halftone', ''].join('\n\n'),
})

/** The mails about accounts, in the shop's voice: what happened, what it means, one way on. `webUrl` is where the shop's pages are. */
export function createLetters({ webUrl }: { webUrl: string }) {
  const notYou = ['If it was not you, set a new password at once:', `  ${webUrl}/reset-password`]
  const link = (path: string, token: string) => `  ${webUrl}${path}?token=${encodeURIComponent(token)}`
  return {
    verifyEmail: (to: string, token: string): Letter =>
      letter(to, 'verify_email', 'Confirm your address', [
        'Somebody, you we hope, is opening an account at Halftone with this address. This link confirms it:',
        link('/sign-up/verify', token),
        'It asks for the password that you chose, and works once, for a day. If it was not you, do nothing: no account is opened.',
      ]),
    addressTaken: (to: string): Letter =>
      letter(to, 'address_taken', 'You have an account already', [
        'Somebody tried to open an account at Halftone with your address. You have one already, and nothing about it has changed.',
        'If it was you, sign in as always; if you have forgotten the password, set a new one here:',
        `  ${webUrl}/reset-password`,
      ]),
    passwordReset: (to: string, token: string): Letter =>
      letter(to, 'password_reset', 'Set a new password', [
        'Somebody, you we hope, asked for a new password. This link lets you set one:',
        link('/reset-password', token),
        'It works once, for an hour. If it was not you, do nothing: your password stays as it is.',
      ]),
    passwordChanged: (to: string): Letter =>
      letter(to, 'password_changed', 'Your password has changed', [
        'The password of your account at Halftone was changed just now, and every other browser was signed out.',
        ...notYou,
      ]),
    secondFactorOn: (to: string): Letter =>
      letter(to, 'second_factor_on', 'Your account asks for a code now', [
        'A second factor was turned on for your account at Halftone just now, and every other browser was signed out.',
        'Keep the recovery codes where the phone is not. If it was not you, write to us: we can take it away again.',
      ]),
    secondFactorOff: (to: string): Letter =>
      letter(to, 'second_factor_off', 'Your account asks for no code any more', [
        'The second factor of your account at Halftone was turned off just now, by somebody with your password and a code.',
        ...notYou,
      ]),
    secondFactorRemoved: (to: string): Letter =>
      letter(to, 'second_factor_off', 'Your account asks for no code any more', [
        'We have taken the second factor of your account at Halftone away, as somebody asked us to, and signed every browser out.',
        'Sign in with your password, and turn it on anew.',
        ...notYou,
      ]),
    recoveryCodeUsed: (to: string, left: number): Letter =>
      letter(to, 'recovery_code_used', 'A recovery code was used', [
        `Somebody signed in to your account at Halftone with your password and a recovery code. ${left} of them are left.`,
        ...notYou,
      ]),
    recoveryCodesRenewed: (to: string): Letter =>
      letter(to, 'recovery_codes_renewed', 'You have new recovery codes', [
        'New recovery codes were made for your account at Halftone. Those from before open nothing any more.',
        ...notYou,
      ]),
  }
}
