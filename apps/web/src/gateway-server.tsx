import 'server-only'
import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { headers } from 'next/headers'
import { cache, type ReactNode } from 'react'
import { env } from './env'
import { gatewayPath, makeQueryClient, pauseReasonOf, type Storefront } from './gateway'
import type { PauseReason } from './limits/pause'
import { passedOn } from './passed-on'

/** One call that a page made while it was rendered, for the strip that tells how it was made. */
export interface MadeCall {
  operations: string[]
  ms: number
  status: number
  requestId: string | null
  /** Why it was not answered, when waiting is all that it takes. */
  refused: PauseReason | null
}

/** The answers of this request. */
export const queryClient = cache(makeQueryClient)

/** The calls of this request so far. */
export const madeCalls = cache((): MadeCall[] => [])

/**
 * The gateway, for this request alone: a client shared by requests would batch calls of different visitors under the
 * headers of one of them. `proxy.ts` has made a guest of whoever came without a cookie; where it could not, the page is
 * asked for without one, for a page cannot set what comes back.
 */
export const gateway = cache(() => {
  const calls = madeCalls()
  const client = createTRPCClient<Storefront>({
    links: [
      httpBatchLink({
        url: `${env().gatewayUrl}${gatewayPath}`,
        headers: async () => passedOn(await headers()),
        fetch: (url, init) => timed(calls, String(url), init as RequestInit),
      }),
    ],
  })
  return createTRPCOptionsProxy<Storefront>({ client, queryClient })
})

/** Hands this request's answers to the browser, so that its queries start with them. */
export const Hydrate = ({ children }: { children: ReactNode }) => (
  <HydrationBoundary state={dehydrate(queryClient())}>{children}</HydrationBoundary>
)

const deadlineMs = 5_000

async function timed(calls: MadeCall[], url: string, init: RequestInit): Promise<Response> {
  const start = performance.now()
  const deadline = AbortSignal.timeout(deadlineMs)
  const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline
  const response = await fetch(url, { ...init, signal, cache: 'no-store' })
  const operations = decodeURIComponent(new URL(url).pathname.slice(gatewayPath.length + 1)).split(',')
  calls.push({
    operations,
    ms: performance.now() - start,
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    refused: await refusalOf(response),
  })
  return response
}

async function refusalOf(response: Response): Promise<PauseReason | null> {
  if (response.status !== 429 && response.status !== 503) return null
  return pauseReasonOf(/"code":"(rate_limited|overloaded)"/.exec(await response.clone().text())?.[1])
}
