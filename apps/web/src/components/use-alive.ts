'use client'

import { useSyncExternalStore } from 'react'

/** Whether the page has come alive: what the server drew can be looked at before, but pressing it would do nothing. */
export const useAlive = (): boolean =>
  useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
