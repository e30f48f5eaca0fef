'use client'

import type { System } from '@switchyard/contracts/storefront'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '~/components/use-now'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'

/** The running system, asked every second while its page is in sight. */
export interface SystemNow {
  system: System | undefined
  /** `closed`: this shop has no lab; `away`: no answer yet. */
  missing: 'closed' | 'away' | undefined
  /** How old the answer is, by this browser's clock. */
  ageMs: number | null
}

/** Older answers are shown as old. */
export const staleAfterMs = 3_000

/** Follows the system; `paused` keeps what is shown. */
export function useSystem(paused = false): SystemNow {
  const gateway = useGateway()
  const now = useNow(500)
  const { data, error, dataUpdatedAt } = useQuery({
    ...gateway.lab.system.queryOptions({}),
    refetchInterval: paused ? false : 1_000,
  })
  const closed = error !== null && failureCode(error) === 'not_found'
  return {
    system: closed ? undefined : data,
    missing: closed ? 'closed' : data ? undefined : error ? 'away' : undefined,
    ageMs: now !== null && dataUpdatedAt > 0 ? Math.max(0, now - dataUpdatedAt) : null,
  }
}
