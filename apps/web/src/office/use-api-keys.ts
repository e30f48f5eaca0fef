'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'

/** A key that was just made: it is shown once, and nobody can ask for it again. */
export interface FreshKey {
  keyId: string
  name: string
  key: string
}

/** The keys of partners, and what the office does with them. */
export function useApiKeys() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const [fresh, setFresh] = useState<FreshKey>()
  const list = useQuery({ ...gateway.apiKeys.list.queryOptions({}), refetchInterval: 5_000 })
  const onSettled = () => queries.invalidateQueries({ queryKey: gateway.apiKeys.pathKey() })
  const create = useMutation({ ...gateway.apiKeys.create.mutationOptions(), onSuccess: setFresh, onSettled })
  const rotate = useMutation({ ...gateway.apiKeys.rotate.mutationOptions(), onSuccess: setFresh, onSettled })
  const revoke = useMutation({ ...gateway.apiKeys.revoke.mutationOptions(), onSettled })
  const error = create.error ?? rotate.error ?? revoke.error
  const anew = () => {
    for (const one of [create, rotate, revoke]) one.reset()
  }
  /** A key is shown that nobody can ask for again: it would be lost to the next, and one that is rotated once more ends the one in use. */
  const mustKeep = fresh !== undefined || rotate.isPending
  return {
    list,
    fresh,
    forget: () => setFresh(undefined),
    create: (input: Parameters<typeof create.mutateAsync>[0]) => {
      if (mustKeep) return Promise.resolve(false)
      anew()
      return create.mutateAsync(input).then(
        () => true,
        () => false,
      )
    },
    rotate: (keyId: string) => {
      if (mustKeep) return
      anew()
      rotate.mutate({ keyId })
    },
    revoke: (keyId: string) => {
      if (fresh?.keyId === keyId) setFresh(undefined)
      anew()
      revoke.mutate({ keyId })
    },
    isMaking: create.isPending,
    mustKeep,
    refused: error ? refusalOf(error) : undefined,
  }
}
