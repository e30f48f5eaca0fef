'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import type { InstanceAction } from './instance-state'

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
    act: (id: string, action: InstanceAction) => act.mutate({ id, action }),
    told: act.data ? `${act.data.id} is ${act.data.state}${after(act.variables?.action)}.` : undefined,
    refused: act.error ? refusal(act.error) : undefined,
  }
}

const after = (action: string | undefined) => (action === 'kill' ? '; the host starts services again by itself' : '')

function refusal(error: unknown): string {
  const data: unknown = error instanceof TRPCClientError ? error.data : null
  if (typeof data === 'object' && data !== null && 'detail' in data && typeof data.detail === 'string')
    return data.detail
  const code = failureCode(error)
  // Whoever kills the gateway takes the answer along.
  return code === 'unreachable' ? 'No answer came; it may have been done all the same.' : `It was not done (${code}).`
}
