'use client'

import { useSyncExternalStore } from 'react'
import { accessTokenOf } from './remembered-orders'

/** What this browser remembers of how an order opens; `undefined` until it could be asked. */
export const useRememberedToken = (orderId: string): string | undefined =>
  useSyncExternalStore(never, () => accessTokenOf(orderId), nothing)

const never = () => () => {}
const nothing = () => undefined
