import type { FailureCode } from '@switchyard/contracts/failure'
import type { OnRefused } from '@switchyard/rpc/implement'
import type { Log } from '@switchyard/runtime/log'

const refusals: ReadonlySet<FailureCode> = new Set(['forbidden', 'unauthenticated', 'second_factor_missing'])

/** Writes down who asked for what they may not do, whatever the protocol. What is wrong with the request itself is in `logFailures`. */
export const logRefusals =
  (log: Log): OnRefused =>
  (operation, { code }, { principal, callId }) => {
    if (!refusals.has(code)) return
    const by = `${principal.kind}:${principal.id}`
    log.info({ refused: operation, outcome: code, by, requestId: callId }, 'a caller may not do this')
  }
