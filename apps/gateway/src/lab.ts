import type { storefront } from '@switchyard/contracts/storefront'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Log } from '@switchyard/runtime/log'
import type { StaffBadges } from './identity/staff-badges.ts'
import { compare } from './lab-compare.ts'
import { labControls } from './lab-controls.ts'
import { copyMessages } from './lab-copies.ts'
import { labNotes } from './lab-notes.ts'
import { offeredOperations } from './lab-operations.ts'
import { moveParcel } from './lab-parcel.ts'
import type { LabScopes } from './lab-scope.ts'
import { type TokenTrialOptions, tryToken } from './lab-tokens.ts'
import { type LabViewsOptions, labViews } from './lab-views.ts'

type Lab = Handlers<typeof storefront.lab>

/** The lab where it is open: there is a host, and `LAB_ENABLED` says so. */
export function lab(
  deps: LabViewsOptions &
    TokenTrialOptions & {
      scopes: LabScopes
      badges: StaffBadges
      elapsedMs: () => number
      newId: () => string
      log: Log
    },
): Lab {
  return {
    ...labViews(deps),
    ...labControls(deps),
    ...labNotes(deps),
    operations: async () => offeredOperations(),
    tryToken: tryToken(deps),
    compare: compare(deps),
    moveParcel: moveParcel(deps),
    copyMessages: copyMessages(deps),
    signScope: async ({ input }) => ({ token: await deps.scopes.sign(input) }),
    takeBadge: async ({ ctx: { envelope } }) => {
      deps.log.info({ audit: true, by: envelope.principal, action: 'take a staff badge' }, 'lab action')
      return await deps.badges.issue(envelope.principal)
    },
  }
}

const closed = async (): Promise<never> => {
  throw new Failure('not_found', { detail: 'The lab is closed here: LAB_ENABLED is 0.' })
}

/** The lab where it is closed: none of it is there. */
export const closedLab: Lab = {
  system: closed,
  callers: closed,
  doors: closed,
  subscribers: closed,
  operations: closed,
  tryToken: closed,
  stock: closed,
  act: closed,
  scale: closed,
  faults: closed,
  injectFault: closed,
  healFault: closed,
  signScope: closed,
  takeBadge: closed,
  compare: closed,
  moveParcel: closed,
  writeNotes: closed,
  notes: closed,
  copyMessages: closed,
  orderPath: closed,
  verdict: closed,
  check: closed,
  mailbox: closed,
}
