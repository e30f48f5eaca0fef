'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import type { InstanceAction } from './instance-state'
import { refusalOf } from './refusal'

/** Does something to an instance and tells what came of it. */
export function useLabAct() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const act = useMutation({
    ...gateway.lab.act.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: gateway.lab.system.queryKey({}) }),
  })
  return {
    /** What is being done right now. */
    doing: act.isPending ? act.variables : undefined,
    act: (id: string, action: InstanceAction | 'wipe') => act.mutate({ id, action }),
    told: act.data ? whatCame(act.data, act.variables?.action) : undefined,
    /** Whether the last thing done was to wipe Redis. */
    wiped: act.data !== undefined && act.variables.action === 'wipe',
    refused: act.error ? refusalOf(act.error) : undefined,
  }
}

function whatCame({ id, state }: { id: string; state: string }, action: string | undefined): string {
  if (action === 'wipe') return 'Redis forgot everything; each instance writes itself down again with its next beat.'
  return `${id} is ${state}${action === 'kill' ? '; the host starts services again by itself' : ''}.`
}
