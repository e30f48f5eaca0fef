'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from './refusal'

/** Changes how many instances of a service there shall be, and tells what came of it. */
export function useScale(service: 'inventory' | 'orders') {
  const gateway = useGateway()
  const queries = useQueryClient()
  const scale = useMutation({
    ...gateway.lab.scale.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: gateway.lab.system.queryKey({}) }),
  })
  return {
    scaling: scale.isPending,
    scaleTo: (instances: number) => scale.mutate({ service, instances }),
    told: scale.data && `${scale.data.service} shall have ${scale.data.instances} instances; the host sees to it.`,
    refused: scale.error ? refusalOf(scale.error) : undefined,
  }
}
