'use client'

import type { Person } from '@switchyard/contracts/account'
import { useQuery } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import { useStaffBadge } from './use-staff-badge'

/** What opens the office: a badge of the open lab, or being signed in as somebody who works here. */
export function useOfficePass() {
  const gateway = useGateway()
  const badge = useStaffBadge()
  const { data: person = null, isPending } = useQuery(gateway.account.me.queryOptions({}))
  return {
    /** Under which name everything that is done here is written down; `null` for who may not come in. */
    by: badge.by ?? nameOf(person),
    badge,
    /** Whoever is signed in in this browser, staff or not. */
    person,
    /** Nobody can say yet. */
    isOpenQuestion: badge.by === null && isPending,
  }
}

const nameOf = (person: Person | null): string | null =>
  person && person.role !== 'shopper' ? `${person.role}:${person.id}` : null
