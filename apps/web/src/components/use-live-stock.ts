'use client'

import type { Stock } from '@switchyard/contracts/inventory'
import { useQuery } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'

/** What is known of a SKU's stock at this moment, and from where. */
export interface LiveStock {
  /** `null`: not known. */
  available: number | null
  held: number
  /** `live`: asked again every two seconds; `page`: as the page was made; `unknown`: the last question was not answered. */
  source: 'live' | 'page' | 'unknown'
  /** When the answer came, by the browser's clock; `null` without one. */
  at: number | null
  raw: Stock | undefined
}

/** Follows the stock of one SKU while its page is in sight. A question that fails makes it unknown, never zero and never old. */
export function useLiveStock(sku: string, asMade: number | null): LiveStock {
  const gateway = useGateway()
  const { data, isError, dataUpdatedAt } = useQuery({
    ...gateway.stock.bySku.queryOptions({ sku }),
    refetchInterval: everyMs,
  })
  const at = dataUpdatedAt || null
  if (isError) return { available: null, held: 0, source: 'unknown', at, raw: data }
  if (!data)
    return { available: asMade, held: 0, source: asMade === null ? 'unknown' : 'page', at: null, raw: undefined }
  return { available: data.available, held: data.reserved, source: 'live', at, raw: data }
}

const everyMs = 2_000
