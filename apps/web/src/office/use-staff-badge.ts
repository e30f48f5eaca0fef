'use client'

import { useMutation } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { keepBadge, keptBadge, staffBadge, watchBadge } from './staff-badge'

/** Who this browser is in the office; `take` makes it staff where the lab is open. */
export function useStaffBadge() {
  const gateway = useGateway()
  const text = useSyncExternalStore(watchBadge, keptBadge, () => '')
  const take = useMutation({ ...gateway.lab.takeBadge.mutationOptions(), onSuccess: keepBadge })
  const closed = take.error !== null && failureCode(take.error) === 'not_found'
  return {
    by: text ? (staffBadge()?.by ?? null) : null,
    take: () => take.mutate({}),
    taking: take.isPending,
    closed,
    refused: take.error && !closed ? refusalOf(take.error) : undefined,
    giveBack: () => keepBadge(undefined),
  }
}
