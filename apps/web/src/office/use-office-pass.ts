'use client'

import { useQuery } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import { useStaffBadge } from './use-staff-badge'

/** What opens the office: a badge of the open lab, or being signed in as somebody who works here. */
export function useOfficePass() {
  const gateway = useGateway()
  const badge = useStaffBadge()
  const { data: person = null, isPending } = useQuery(gateway.account.me.queryOptions({}))
  const worksHere = person !== null && person.role !== 'shopper'
  const factor = useQuery(gateway.account.secondFactor.queryOptions({}, { enabled: worksHere }))
  /** Whoever works here comes in with a second factor, where it is required. */
  const lacksFactor = worksHere && factor.data?.required === true && !factor.data.on
  return {
    /** Under which name everything that is done here is written down; `null` for who may not come in. */
    by: badge.by ?? (worksHere && !lacksFactor ? `${person.role}:${person.id}` : null),
    badge,
    /** Whoever is signed in in this browser, staff or not. */
    person,
    /** What keeps somebody out who works here: they have no second factor yet. */
    lacksFactor,
    /** Nobody can say yet. */
    isOpenQuestion: badge.by === null && (isPending || (worksHere && factor.isPending)),
  }
}
