'use client'

import type { OrderStatus } from '@switchyard/contracts/orders'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useReducer, useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { rememberOrder } from '~/order/remembered-orders'
import { tabsOnStream } from '~/order/stream/browser-tabs'
import { isEntry } from '~/order/stream/live-stream'
import { refusalOf } from '../refusal'
import { openOwnStream } from './own-stream'
import { lastSeqOf, noStory, withHappening } from './realtime-story'
import { useShopStream } from './use-shop-stream'

/** What can be done next to an order that stands there. */
const nextMoves: Partial<Record<OrderStatus, 'shipped' | 'delivered' | 'return'>> = {
  confirmed: 'shipped',
  shipped: 'delivered',
  delivered: 'return',
}

/** Follows an order of the visitor's over a stream of this page, which can be cut, and over the one of the shop's tabs. */
export function useRealtime() {
  const client = useGatewayClient()
  const [placed, setPlaced] = useState<{ orderId: string; accessToken: string }>()
  const [isCut, setCut] = useState(false)
  const [failed, setFailed] = useState(false)
  const [story, tell] = useReducer(withHappening, noStory)
  const seenSoFar = useEffectEvent(() => lastSeqOf(story))
  const tabs = useQuery({ queryKey: ['tabs on the stream'], queryFn: tabsOnStream, refetchInterval: 1_000 })
  useShopStream(watched.slug, placed, (tiding) => {
    if (isEntry(tiding)) return tell({ type: 'told', by: 'shop', entry: tiding, atMs: performance.now() })
    const available = tiding.variants.find(({ sku }) => sku === watched.sku)?.available
    if (typeof available === 'number') tell({ type: 'stock', available })
  })
  useEffect(() => {
    if (!placed || isCut) return
    return openOwnStream(placed, seenSoFar(), {
      opened: () => tell({ type: 'opened', atMs: performance.now() }),
      told: (entry) => tell({ type: 'told', by: 'own', entry, atMs: performance.now() }),
      heartbeat: () => tell({ type: 'heartbeat' }),
      failed: () => setFailed(true),
    })
  }, [placed, isCut])
  const place = useMutation({
    mutationFn: async () => {
      const { orderId, number, accessToken } = await client.orders.place.mutate(wish)
      rememberOrder({ orderId, number, accessToken })
      setFailed(false)
      setCut(false)
      tell({ type: 'placed' })
      setPlaced({ orderId, accessToken })
    },
  })
  const status = story.shop.at(-1)?.status
  const next = status && nextMoves[status]
  const move = useMutation({
    mutationFn: async () => {
      if (!placed || !next) return
      if (next === 'return') await client.orders.return.mutate(placed)
      else await client.lab.moveParcel.mutate({ ...placed, to: next })
    },
  })
  const error = place.error ?? move.error
  return {
    ...{ story, orderId: placed?.orderId, isCut, next, tabs: tabs.data ?? null },
    place: () => place.mutate(),
    placing: place.isPending,
    cut: () => setCut((so) => !so),
    move: () => move.mutate(),
    moving: move.isPending,
    refused: error ? refusalOf(error) : failed ? 'The gateway ended the stream; cut it and mend it.' : undefined,
  }
}

const watched = { slug: 'ridge-no-21', sku: 'ridge-no-21-a3' } as const

/** One print of it, for nobody. */
const wish = {
  lines: [{ sku: watched.sku, quantity: 1 }],
  contact: { name: 'A visitor of the lab', email: 'live@halftone.test' },
  address: { line1: '1 Laboratory Road', city: 'Vienna', postalCode: '1070', country: 'EU' },
  payment: { token: 'tok_ok' },
}
