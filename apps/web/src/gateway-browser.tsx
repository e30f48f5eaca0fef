'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client'
import { tap } from '@trpc/server/observable'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import { gatewayPath, makeQueryClient, pauseReasonOf, type Storefront } from './gateway'
import { createPause } from './limits/pause'
import { PauseNote } from './limits/pause-note'
import { badgeHeaders } from './office/staff-badge'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<Storefront>()

/** Query, mutation and subscription options of every public operation: `useQuery(useGateway().products.list.queryOptions({}))`. */
export const useGateway = useTRPC

/** The bare client, for a call that needs its own context, such as an idempotency key that outlives a render. */
export const useGatewayClient = useTRPCClient

/** The door to the gateway for everything in the browser; one a tab. */
export function GatewayProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient)
  const [client] = useState(makeClient)
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
        <PauseNote pause={pause} />
      </TRPCProvider>
    </QueryClientProvider>
  )
}

const pause = createPause({ now: () => Date.now(), after: (ms, run) => void setTimeout(run, ms) })

/** Whatever is refused for its number, or for that of everybody’s, tells how long to wait. Whoever looks at a stream tells by itself. */
const hearPause: TRPCLink<Storefront> =
  () =>
  ({ next, op }) =>
    next(op).pipe(
      tap({
        error: ({ data }) => {
          const why = data && op.type !== 'subscription' && pauseReasonOf(data.code)
          if (why) pause.tell(data.retryAfterMs ?? 0, why)
        },
      }),
    )

/**
 * Queries share a request; a mutation goes alone, under its own idempotency key; a subscription is an event stream. What the
 * office asks goes alone too, for only it shows a badge.
 */
const makeClient = () =>
  createTRPCClient<Storefront>({
    links: [
      hearPause,
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url: gatewayPath }),
        false: splitLink({
          condition: (op) => op.type === 'mutation' || isOffice(op.path),
          true: httpLink({
            url: gatewayPath,
            headers: ({ op }) => ({
              ...ownSource,
              'idempotency-key': idempotencyKey(op.context),
              ...(isOffice(op.path) && badgeHeaders()),
            }),
          }),
          false: httpBatchLink({ url: gatewayPath, maxItems: 10, maxURLLength: 2_000 }),
        }),
      }),
    ],
  })

/** Tells the gateway that a page of ours sends this: no foreign page can add a header without asking first. */
const ownSource = { 'x-trpc-source': 'web' }

/** The key that the caller chose (`{ context: { idempotencyKey } }`), so that sending again is safe; else one of its own. */
const idempotencyKey = ({ idempotencyKey }: Record<string, unknown>): string =>
  typeof idempotencyKey === 'string' ? idempotencyKey : crypto.randomUUID()

const isOffice = (path: string) =>
  /^((deadLetters|sales|events|apiKeys|audit)\.|(products\.changePrice|account\.(endSessionsOf|removeSecondFactorOf))$)/.test(
    path,
  )
