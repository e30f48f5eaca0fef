import { TRPCClientError } from '@trpc/client'
import { failureCode } from '~/gateway'

/** Why the lab did not do it: in the gateway's own words where it has some, else by its code. */
export function refusalOf(error: unknown): string {
  const data: unknown = error instanceof TRPCClientError ? error.data : null
  if (typeof data === 'object' && data !== null && 'detail' in data && typeof data.detail === 'string')
    return data.detail
  const code = failureCode(error)
  // Whoever kills the gateway takes the answer along.
  return code === 'unreachable' ? 'No answer came; it may have been done all the same.' : `It was not done (${code}).`
}
