'use client'

import type { Order, TimelineEntry } from '@switchyard/contracts/orders'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useState } from 'react'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { isUnderWay, mergeTimeline, withTimeline } from './timeline'

/** How the stream stands: `live`; `connecting` until it is and whenever it was cut; `ended` once nothing more will be told. */
export type Connection = 'live' | 'connecting' | 'ended'

export interface LiveOrder {
  order: Order | undefined
  /** Why there is none: it is not there (or not yours), or nobody can tell now. */
  missing: 'not_found' | 'unavailable' | undefined
  connection: Connection
}

/**
 * An order that moves by itself: one answer to begin with, then its stream, which resumes after the entry that was seen
 * last. Each new entry asks for the order once more, for what only an answer holds (numbers, whether it can be
 * cancelled); while the stream is cut the order is asked for every few seconds.
 */
export function useLiveOrder(orderId: string, accessToken: string | undefined): LiveOrder {
  const gateway = useGateway()
  const queries = useQueryClient()
  const access = accessToken ? { orderId, accessToken } : { orderId }
  const [streamed, setStreamed] = useState<TimelineEntry[]>([])
  const stream = useSubscription(
    gateway.orders.timeline.subscriptionOptions(access, {
      onData: ({ data: entry }) => {
        setStreamed((entries) => mergeTimeline(entries, [entry]))
        void queries.invalidateQueries({ queryKey: gateway.orders.byId.queryKey(access) })
      },
    }),
  )
  const connection = connections[stream.status]
  const { data, error } = useQuery({
    ...gateway.orders.byId.queryOptions(access),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => askAgainMs(connection, state.data),
  })
  useReset(stream.status === 'error' && failureCode(error) !== 'not_found', stream.reset)
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
  if (connection === 'connecting') return againMs
  return order && isUnderWay(order.status) ? besideStreamMs : false
}

const connections = { idle: 'ended', connecting: 'connecting', pending: 'live', error: 'connecting' } as const

/** A stream that was refused does not come back by itself. */
function useReset(refused: boolean, reset: () => void) {
  useEffect(() => {
    if (!refused) return
    const timer = setTimeout(reset, againMs)
    return () => clearTimeout(timer)
  }, [refused, reset])
}

function missingBy(error: unknown): LiveOrder['missing'] {
  if (!error) return undefined
  return failureCode(error) === 'not_found' ? 'not_found' : 'unavailable'
}
