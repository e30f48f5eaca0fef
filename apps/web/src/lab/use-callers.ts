'use client'

import type { CallerView } from '@switchyard/contracts/lab'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '~/gateway-browser'
import { type CallHistory, noHistory, withLook } from './call-history'

/** What the gateway that answers believes of its services, now and over the last minute. */
export interface CallersNow {
  /** `undefined`: not known. */
  callers: readonly CallerView[] | undefined
  history: CallHistory
  /** By this browser's clock; 0 before the first answer. */
  at: number
  /** Looks at once, and answers what it then saw. */
  look: () => Promise<readonly CallerView[] | undefined>
}

/** Looks at the callers every second while its page is in sight. */
export function useCallers(): CallersNow {
  const gateway = useGateway()
  const { data, dataUpdatedAt, refetch } = useQuery({ ...gateway.lab.callers.queryOptions({}), refetchInterval: 1_000 })
  const [history, setHistory] = useState<CallHistory>(noHistory)
  if (data && history.at !== dataUpdatedAt) setHistory(withLook(history, data, dataUpdatedAt))
  return { callers: data, history, at: dataUpdatedAt, look: async () => (await refetch()).data }
}
