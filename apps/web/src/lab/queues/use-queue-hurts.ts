'use client'

import type { Fault } from '@switchyard/contracts/lab'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '../refusal'
import { type Hurt, hurts, queue } from './queue-load'

/** What is on for the page's queue right now, as the host says it, and the means to change it. */
export function useQueueHurts() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: gateway.lab.faults.queryKey({}) })
  const { data } = useQuery({ ...gateway.lab.faults.queryOptions({}), refetchInterval: 1_000 })
  const inject = useMutation({ ...gateway.lab.injectFault.mutationOptions(), onSettled })
  const heal = useMutation({ ...gateway.lab.healFault.mutationOptions(), onSettled })
  const onNow = (hurt: Hurt) => data?.filter((fault) => isThis(fault, hurt)) ?? []
  const error = inject.error ?? heal.error
  return {
    isOn: (hurt: Hurt) => onNow(hurt).length > 0,
    turn: (hurt: Hurt, on: boolean) => {
      if (on) inject.mutate(hurts[hurt])
      else for (const { id } of onNow(hurt)) heal.mutate({ id })
    },
    refused: error ? refusalOf(error) : undefined,
  }
}

const isThis = ({ target, kind }: Fault, hurt: Hurt) =>
  kind === hurt && 'queue' in target && target.queue === queue && target.orderId === undefined
