import type { storefront } from '@switchyard/contracts/storefront'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Sessions } from '../identity/sessions.ts'

const notAsked = () => Promise.reject(new Failure('not_found'))

/** For tests of other things: nobody is signed in. */
export const nobodySignedIn: Pick<Sessions, 'read'> = { read: async () => null }

/** For tests of other things: nobody has an account. */
export const noAccounts: Handlers<typeof storefront.account> = {
  signUp: notAsked,
  verifyEmail: notAsked,
  signIn: notAsked,
  confirmSignIn: notAsked,
  signOut: notAsked,
  signOutEverywhere: notAsked,
  me: async () => null,
  sessions: notAsked,
  endSession: notAsked,
  endSessionsOf: notAsked,
  requestReset: notAsked,
  resetPassword: notAsked,
  changePassword: notAsked,
  secondFactor: notAsked,
  beginSecondFactor: notAsked,
  turnOnSecondFactor: notAsked,
  turnOffSecondFactor: notAsked,
  renewRecoveryCodes: notAsked,
  removeSecondFactorOf: notAsked,
  addresses: notAsked,
  saveAddress: notAsked,
  removeAddress: notAsked,
  delete: notAsked,
}
