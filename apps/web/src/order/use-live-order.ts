'use client'

import type { Order, TimelineEntry } from '@switchyard/contracts/orders'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import type { Connection } from './stream/live-stream'
import { useOrderStream } from './stream/use-order-stream'
import { isUnderWay, mergeTimeline, withTimeline } from './timeline'

export interface LiveOrder {
  order: Order | undefined
  /** Why there is none: it is not there (or not yours), or nobody can tell now. */
  missing: 'not_found' | 'unavailable' | undefined
  connection: Connection
}

/**
 * An order that moves by itself: one answer to begin with, then the stream that all tabs share. Each new entry asks for the order once more, for what only an answer holds (numbers, whether it can be
 * cancelled); while the stream is cut the order is asked for every few seconds.
 */
export function useLiveOrder(orderId: string, accessToken: string | undefined): LiveOrder {
  const gateway = useGateway()
  const queries = useQueryClient()
  const access = accessToken ? { orderId, accessToken } : { orderId }
  const [streamed, setStreamed] = useState<TimelineEntry[]>([])
  const connection = useOrderStream(access, (entries) => {
    setStreamed((known) => mergeTimeline(known, entries))
    void queries.invalidateQueries({ queryKey: gateway.orders.byId.queryKey(access) })
  })
  const { data, error } = useQuery({
    ...gateway.orders.byId.queryOptions(access),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => askAgainMs(connection, state.data),
  })
  return {
    order: data && withTimeline(data, mergeTimeline(data.timeline, streamed)),
    missing: data ? undefined : missingBy(error),
    connection,
  }
}

const againMs = 3_000
/** A stream can die without a word, so an order that is under way is asked for even while its stream seems to live. */
const besideStreamMs = 6_000

function askAgainMs(connection: Connection, order: Order | undefined): number | false {
  if (connection === 'connecting' || connection === 'full') return againMs
  return order && isUnderWay(order.status) ? besideStreamMs : false
}

function missingBy(error: unknown): LiveOrder['missing'] {
  if (!error) return undefined
  return failureCode(error) === 'not_found' ? 'not_found' : 'unavailable'
}
