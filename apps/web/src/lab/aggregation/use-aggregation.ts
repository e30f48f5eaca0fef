'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { healFault } from '../heal-fault'
import { labSession } from '../lab-terms'
import { refusalOf } from '../refusal'
import { type Asked, askPage } from './ask-page'

/** Nobody answers for the sales of a print, in this visitor's calls alone. */
const hanging = { target: { service: 'orders' }, operation: 'salesOf', kind: 'drop', share: 1, ttlS: 120 } as const
const keptMax = 50

/** Asks for pages under terms of this visitor's own, and lets one part of them hang. */
export function useAggregation() {
  const gateway = useGateway()
  const client = useGatewayClient()
  const queries = useQueryClient()
  const routes = useQuery({ ...gateway.lab.operations.queryOptions({}), staleTime: Number.POSITIVE_INFINITY })
  const [asked, setAsked] = useState<readonly Asked[]>([])
  const [fault, setFault] = useState<string | null>(null)
  const faults = useQuery({ ...gateway.lab.faults.queryOptions({}), refetchInterval: 1_000, enabled: fault !== null })
  // It ends by itself when its time is over.
  const hangs = fault !== null && (faults.data?.some(({ id }) => id === fault) ?? true)
  const ask = useMutation({
    mutationFn: async (what: Asked['what']) => {
      const { token } = await client.lab.signScope.mutate({ session: labSession(), without: [] })
      const one = await askPage(what, token)
      setAsked((so) => [...so, one].slice(-keptMax))
    },
  })
  const hurt = useMutation({
    mutationFn: async () => {
      if (hangs && fault) {
        await healFault(client, fault)
        setFault(null)
      } else {
        const { id } = await client.lab.injectFault.mutate({ ...hanging, scope: labSession() })
        await queries.fetchQuery({ ...gateway.lab.faults.queryOptions({}), staleTime: 0 })
        setFault(id)
      }
    },
  })
  return {
    asked,
    routes: routes.data ?? null,
    hangs,
    /** What is being asked for right now. */
    asking: ask.isPending ? ask.variables : undefined,
    hurting: hurt.isPending,
    ask: ask.mutate,
    hurt: () => hurt.mutate(),
    refused: ask.error ? 'The gateway did not answer; ask again.' : hurt.error ? refusalOf(hurt.error) : undefined,
  }
}
