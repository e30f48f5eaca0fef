'use client'

import type { PrintNews } from '@switchyard/contracts/pages'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { isEntry } from '~/order/stream/live-stream'
import { followLive } from '~/order/stream/shared-stream'

/** Keeps what a page knows of a print in step with the stream: its prices as they are told, and its stock asked for anew when it has moved. */
export function usePrintNews(slug: string): void {
  const gateway = useGateway()
  const client = useGatewayClient()
  const queries = useQueryClient()
  const hear = useEffectEvent(({ variants }: PrintNews) => {
    const told = new Map(variants.map((variant) => [variant.sku, variant]))
    queries.setQueryData(gateway.products.bySlug.queryKey({ slug }), (page) => {
      return page && { ...page, variants: page.variants.map((variant) => ({ ...variant, ...told.get(variant.sku) })) }
    })
    for (const { sku } of variants) void queries.invalidateQueries({ queryKey: gateway.stock.bySku.queryKey({ sku }) })
  })
  useEffect(() => {
    return followLive(
      client,
      { slug },
      {
        told: (tidings) => {
          for (const one of tidings) if (!isEntry(one)) hear(one)
        },
        stands: () => {},
      },
    )
  }, [client, slug])
}
