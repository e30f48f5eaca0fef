'use client'

import type { FaultRequest } from '@switchyard/contracts/lab'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import { faultsFor } from './fault-words'
import { refusalOf } from './refusal'
import { useLabTerms } from './use-lab-terms'

/** The faults that concern this visitor, asked for every second, with the means to set and to heal them. */
export function useFaults() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const { session, terms, enter } = useLabTerms()
  const onSettled = () => queries.invalidateQueries({ queryKey: gateway.lab.faults.queryKey({}) })
  const { data } = useQuery({ ...gateway.lab.faults.queryOptions({}), refetchInterval: 1_000 })
  const inject = useMutation({ ...gateway.lab.injectFault.mutationOptions(), onSettled })
  const heal = useMutation({ ...gateway.lab.healFault.mutationOptions(), onSettled })
  // A fault that names the session hits only calls that go under its terms.
  const faults = data ? faultsFor(data, terms ? session : null) : []
  const clear = () => Promise.allSettled(faults.map(({ id }) => heal.mutateAsync({ id })))
  return {
    faults,
    session,
    /** Sets a fault for this visitor's own calls alone, in place of those that they had set. */
    hurt: async (fault: Omit<FaultRequest, 'scope'>) => {
      await enter(terms ?? { without: [] })
      await Promise.allSettled(
        faults.filter(({ scope }) => scope !== undefined).map(({ id }) => heal.mutateAsync({ id })),
      )
      if (session) await inject.mutateAsync({ ...fault, scope: session })
    },
    clear,
    busy: inject.isPending || heal.isPending,
    refused: inject.error ? refusalOf(inject.error) : heal.error ? refusalOf(heal.error) : undefined,
  }
}
