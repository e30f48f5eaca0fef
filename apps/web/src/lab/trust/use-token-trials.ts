'use client'

import type { TokenTrial, TriedToken } from '@switchyard/contracts/lab-trust'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { refusalOf } from '../refusal'

/** Calls inventory with the tokens that a visitor chooses, and keeps the newest answer to each. */
export function useTokenTrials() {
  const client = useGatewayClient()
  const [tried, setTried] = useState<readonly TriedToken[]>([])
  const run = useMutation({
    mutationFn: (trial: TokenTrial) => client.lab.tryToken.query({ trial }),
    onSuccess: (one) => setTried((so) => [one, ...so.filter(({ trial }) => trial !== one.trial)]),
  })
  return {
    /** The newest first. */
    tried,
    at: run.submittedAt,
    run: run.mutate,
    doing: run.isPending ? run.variables : undefined,
    refused: run.error ? refusalOf(run.error) : undefined,
  }
}
