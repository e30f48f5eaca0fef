'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { accessTokenOf } from './remembered-orders'

/**
 * What opens an order here: the token that its address came with, else the one that this browser remembers. An
 * address's token is taken out of the address, so that it is not shared with a screenshot or a copied link.
 */
export function useAccessToken(orderId: string, fromAddress: string | undefined): string | undefined {
  const remembered = useSyncExternalStore(never, () => accessTokenOf(orderId), nothing)
  useEffect(() => {
    if (fromAddress) window.history.replaceState(null, '', `/orders/${orderId}`)
  }, [orderId, fromAddress])
  return fromAddress ?? remembered
}

const never = () => () => {}
const nothing = () => undefined
