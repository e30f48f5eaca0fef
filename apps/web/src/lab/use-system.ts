'use client'

import type { System } from '@switchyard/contracts/lab-operations'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNow } from '~/components/use-now'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'

/** The running system, as it was said at `at` by this browser's clock. */
export interface SystemNow {
  system: System | undefined
  at: number
  /** `closed`: this shop has no lab; `away`: the last question was not answered. */
  missing: 'closed' | 'away' | undefined
}

/** Older answers are shown as old. */
export const staleAfterMs = 3_000

/** Follows the system, asked every second while its page is in sight. */
export function useSystem(): SystemNow {
  const gateway = useGateway()
  const { data, error, dataUpdatedAt } = useQuery({
    ...gateway.lab.system.queryOptions({}),
    refetchInterval: 1_000,
  })
  const closed = error !== null && failureCode(error) === 'not_found'
  return {
    system: closed ? undefined : data,
    at: dataUpdatedAt,
    missing: closed ? 'closed' : error ? 'away' : undefined,
  }
}

/** Holds what is shown while `paused`, so that it can be read in peace; its age goes on. */
export function useHeld<Shown>(shown: Shown, paused: boolean): Shown {
  const [held, setHeld] = useState<{ shown: Shown } | null>(null)
  if (paused && !held) setHeld({ shown })
  if (!paused && held) setHeld(null)
  return paused && held ? held.shown : shown
}

/** How old an answer is, by this browser's clock; `null` without one. */
export function useAge(at: number): number | null {
  const now = useNow(500)
  return now !== null && at > 0 ? Math.max(0, now - at) : null
}
