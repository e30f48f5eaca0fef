/**
 * The web's only door, part one: what its two sides share. `gateway-server.tsx` asks from a page that is being
 * rendered, `gateway-browser.tsx` from the visitor's browser; nothing else in this app calls anybody.
 */
import type { FailureCode } from '@switchyard/contracts/failure'
import type { storefront } from '@switchyard/contracts/storefront'
import type { RoutersFor } from '@switchyard/rpc/implement'
import { QueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import type { PauseReason } from './limits/pause'

/** The public contract as tRPC sees it; a type alone, so no schema reaches the browser. */
export type Storefront = RoutersFor<typeof storefront>

/** Where the gateway serves the public contract, version 2. */
export const gatewayPath = '/trpc/v2'

/** One store of answers, a request on the server, a tab in the browser. Retries belong to the services: the web asks once. */
export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 2_000 }, mutations: { retry: false } },
  })

/** Why one has to wait, when it is for a code that passes by waiting. */
export const pauseReasonOf = (code: unknown): PauseReason | null =>
  code === 'rate_limited' ? 'much' : code === 'overloaded' ? 'full' : null

/** The contract's code of a failed call; `unreachable` when no answer came at all. */
export function failureCode(error: unknown): FailureCode | 'unreachable' {
  if (!(error instanceof TRPCClientError)) return 'unreachable'
  const code: unknown = error.data?.code
  return typeof code === 'string' ? (code as FailureCode) : 'unreachable'
}
