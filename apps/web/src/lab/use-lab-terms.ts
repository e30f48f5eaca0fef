'use client'

import { useMutation } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useGateway } from '~/gateway-browser'
import { enterTerms, type LabTerms, labSession, labTerms, leaveTerms, watchTerms } from './lab-terms'

/** This browser's session and terms; `enter` has them signed, and resolves once every further call goes under them. */
export function useLabTerms() {
  const gateway = useGateway()
  const session = useSyncExternalStore(watchTerms, currentSession, () => null)
  const text = useSyncExternalStore(watchTerms, currentTerms, () => '')
  const sign = useMutation(gateway.lab.signScope.mutationOptions())
  return {
    session,
    terms: text ? (JSON.parse(text) as LabTerms) : undefined,
    enter: async (terms: LabTerms) => {
      const { token } = await sign.mutateAsync({ ...terms, without: [...terms.without], session: currentSession() })
      enterTerms(terms, token)
    },
    leave: leaveTerms,
  }
}

let session: string | undefined
/** Also a browser that keeps nothing has one session for as long as its page lives. */
function currentSession(): string {
  session ??= labSession()
  return session
}

/** As text, since a store's snapshot must stay the same while nothing changes. */
function currentTerms(): string {
  const terms = labTerms()
  return terms ? JSON.stringify(terms) : ''
}
