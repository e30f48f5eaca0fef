'use client'

import type { CompareRequest, Comparison } from '@switchyard/contracts/lab'
import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from './refusal'

/** What is asked: the lanes, and how many calls each. */
export type Asked = z.input<typeof CompareRequest>

/** Makes the same calls in several ways on the running system, and keeps what came of the newest comparison. */
export function useComparison() {
  const gateway = useGateway()
  const compare = useMutation(gateway.lab.compare.mutationOptions())
  return {
    compare: (asked: Asked): Promise<Comparison> => compare.mutateAsync(asked),
    running: compare.isPending,
    comparison: compare.data,
    refused: compare.error ? refusalOf(compare.error) : undefined,
  }
}
