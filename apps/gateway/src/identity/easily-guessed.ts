import { Failure } from '@switchyard/rpc/failure'
import { dictionary } from '@zxcvbn-ts/language-common'

/** Nobody's new password is shorter, so shorter ones need no looking up. */
const lengthMin = 8
/** What whoever guesses at this shop in particular tries first; held against a password's letters alone. */
const ownWords = new Set([
  'halftone',
  'halftoneshop',
  'halftoneprints',
  'halftonedemo',
  'switchyard',
  'passwordhalftone',
])
const leaked = new Set(dictionary['passwords-common'].filter(({ length }) => length >= lengthMin))

/** Whether a password is among the first that are guessed: it is known from leaks of other places, in whatever case, or is our own name. */
export function isEasilyGuessed(password: string): boolean {
  const small = password.toLowerCase()
  return leaked.has(small) || ownWords.has(small.replace(/[^\p{L}]+/gu, ''))
}

/** Throws `invalid_input` for a new password that is among the first that are guessed. The list is here: nobody else is asked. */
export function refuseEasilyGuessed(password: string, field: 'password' | 'newPassword'): void {
  if (!isEasilyGuessed(password)) return
  throw new Failure('invalid_input', { detail: `${field} ${unwanted}.`, issues: [{ path: field, message: unwanted }] })
}

const unwanted = 'must be harder to guess than this one, which many know; a short sentence is good'
