'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { keepBadge, keptBadge, staffBadge, watchBadge } from './staff-badge'

/** Who this browser is in the office: by a badge, which `take` gets where the lab is open, or because a member of staff is signed in. */
export function useStaffBadge() {
  const gateway = useGateway()
  const text = useSyncExternalStore(watchBadge, keptBadge, () => '')
  const holder = text ? (staffBadge()?.by ?? null) : null
  const me = useQuery({ ...gateway.account.me.queryOptions({}), enabled: holder === null })
  const signedIn = me.data && me.data.role !== 'shopper' ? `${me.data.role}:${me.data.id}` : null
  const take = useMutation({ ...gateway.lab.takeBadge.mutationOptions(), onSuccess: keepBadge })
  const closed = take.error !== null && failureCode(take.error) === 'not_found'
  return {
    by: holder ?? signedIn,
    hasBadge: holder !== null,
    /** It is not known yet whether anybody is signed in. */
    asking: holder === null && me.isPending,
    take: () => take.mutate({}),
    taking: take.isPending,
    closed,
    refused: take.error && !closed ? refusalOf(take.error) : undefined,
    /** Without the badge one is whoever is signed in, which is asked anew. */
    giveBack: () => {
      keepBadge(undefined)
      me.refetch()
    },
  }
}
