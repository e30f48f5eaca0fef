import type { OnRefused } from '@switchyard/rpc/implement'
import type { Log } from '@switchyard/runtime/log'

/** Writes down who asked for what they may not do, whatever the protocol. What is wrong with the request itself is in `logFailures`. */
export const logRefusals =
  (log: Log): OnRefused =>
  (operation, { code }, { principal, callId }) => {
    if (code !== 'forbidden' && code !== 'unauthenticated') return
    const by = `${principal.kind}:${principal.id}`
    log.info({ refused: operation, outcome: code, by, requestId: callId }, 'a caller may not do this')
  }
