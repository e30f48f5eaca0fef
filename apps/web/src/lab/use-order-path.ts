'use client'

import type { OrderPath } from '@switchyard/contracts/storefront'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '~/components/use-now'
import { useGateway } from '~/gateway-browser'
import { useLastOrder } from './last-order'

/** The path of this browser's newest order, asked every second; `none` when nothing was ordered here. */
export interface LastOrderPath {
  path: OrderPath | undefined
  none: boolean
  ageMs: number | null
}

/** Follows the newest order; `paused` keeps what is shown. */
export function useOrderPath(paused: boolean): LastOrderPath {
  const gateway = useGateway()
  const order = useLastOrder()
  const now = useNow(500)
  const { data, dataUpdatedAt } = useQuery({
    ...gateway.lab.orderPath.queryOptions(order ?? { orderId: '' }),
    enabled: order !== undefined,
    refetchInterval: paused ? false : 1_000,
  })
  return {
    path: data,
    none: order === undefined,
    ageMs: now !== null && dataUpdatedAt > 0 ? Math.max(0, now - dataUpdatedAt) : null,
  }
}
