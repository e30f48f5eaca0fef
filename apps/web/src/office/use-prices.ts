'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { usePrintNews } from '~/components/use-print-news'
import { useGateway } from '~/gateway-browser'

/** All prints by their titles: there are fewer than one answer holds. */
export function usePrints() {
  const gateway = useGateway()
  return useQuery(gateway.products.list.queryOptions({ sort: 'title', limit: 50 }))
}

/** One print's sizes, live, and the way to change what one costs. */
export function usePrices(slug: string) {
  const gateway = useGateway()
  const queries = useQueryClient()
  usePrintNews(slug)
  const print = useQuery(gateway.products.bySlug.queryOptions({ slug }))
  const change = useMutation({
    ...gateway.products.changePrice.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: gateway.products.pathKey() }),
  })
  return { print, change }
}
