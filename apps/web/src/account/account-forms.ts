/** What the forms of people ask for, and the words for what is wrong. The gateway checks all of it again. */

import { AddressForm, ContactForm, labels as checkoutLabels } from '~/checkout/checkout-form'
import { z } from '../zod'

const { name, email } = ContactForm.shape
const givenPassword = z.string().min(1, 'Please type your password.').max(128, 'No password here is longer than 128.')
const newPassword = z
  .string()
  .min(8, 'Eight characters or more, please; a short sentence is good.')
  .max(128, 'Please shorten it to 128 characters.')

const code = (shape: RegExp, words: string) => z.object({ code: z.string().trim().regex(shape, words) })

export const SignInForm = z.object({ email, password: givenPassword })
export const SignUpForm = z.object({ name, email, password: newPassword })
export const AskResetForm = z.object({ email })
export const ConfirmForm = z.object({ password: givenPassword })
export const NewPasswordForm = z.object({ password: newPassword })
export const ChangePasswordForm = z.object({ currentPassword: givenPassword, newPassword })
export const AppCodeForm = code(/^\d{3}\s?\d{3}$/, 'Six digits, please, as the app shows them.')
export const RecoveryCodeForm = code(/^\w{5}-\w{5}$/, 'A recovery code has a dash in the middle, like 4Rk2p-9sLq7.')
export const TurnOffForm = code(
  /^(\d{3}\s?\d{3}|\w{5}-\w{5})$/,
  'Six digits of the app, please, or a recovery code.',
).safeExtend({ password: givenPassword })
export const SavedAddressForm = AddressForm.safeExtend({ name })

/** A saved address: where it goes, and to whom. */
export type SavedAddressForm = z.infer<typeof SavedAddressForm>

/** Asks for the very address of the account, so that nobody ends one by a slip. */
export const farewellForm = (own: string) =>
  z.object({
    email: z
      .string()
      .trim()
      .refine((typed) => typed.toLowerCase() === own.toLowerCase(), `To be sure, please type ${own}.`),
    password: givenPassword,
  })

/** What each field is called, also where its faults are listed. */
export const labels = {
  ...checkoutLabels,
  password: 'Password',
  currentPassword: 'Your password now',
  newPassword: 'New password',
  code: 'Code',
} as const
