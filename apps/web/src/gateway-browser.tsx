'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import { gatewayPath, makeQueryClient, type Storefront } from './gateway'
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
      </TRPCProvider>
    </QueryClientProvider>
  )
}

/**
 * Queries share a request; a mutation goes alone, under its own idempotency key; a subscription is an event stream. What the
 * office asks goes alone too, for only it shows a badge.
 */
const makeClient = () =>
  createTRPCClient<Storefront>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url: gatewayPath }),
        false: splitLink({
          condition: (op) => op.type === 'mutation' || isOffice(op.path),
          true: httpLink({
            url: gatewayPath,
            headers: ({ op }) => ({
              'idempotency-key': idempotencyKey(op.context),
              ...(isOffice(op.path) && badgeHeaders()),
            }),
          }),
          false: httpBatchLink({ url: gatewayPath, maxItems: 10, maxURLLength: 2_000 }),
        }),
      }),
    ],
  })

/** The key that the caller chose (`{ context: { idempotencyKey } }`), so that sending again is safe; else one of its own. */
const idempotencyKey = ({ idempotencyKey }: Record<string, unknown>): string =>
  typeof idempotencyKey === 'string' ? idempotencyKey : crypto.randomUUID()

const isOffice = (path: string) => /^(deadLetters|sales|events)\./.test(path)
