'use client'

import type { OrderPath } from '@switchyard/contracts/lab-operations'
import { useQuery } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import { useLastOrder } from './last-order'

/** The path of this browser's newest order; `none` when nothing was ordered here. */
export interface LastOrderPath {
  path: OrderPath | undefined
  none: boolean
  /** When this browser heard it. */
  at: number
}

/** Follows the newest order, asked every second while its page is in sight. */
export function useOrderPath(): LastOrderPath {
  const gateway = useGateway()
  const order = useLastOrder()
  const { data, dataUpdatedAt } = useQuery({
    ...gateway.lab.orderPath.queryOptions(order ?? { orderId: '' }),
    enabled: order !== undefined,
    refetchInterval: 1_000,
  })
  return { path: data, none: order === undefined, at: dataUpdatedAt }
}
