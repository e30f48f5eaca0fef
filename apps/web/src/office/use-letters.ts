'use client'

import type { DeadLetterState } from '@switchyard/contracts/dead-letter'
import type { LetterOwner, OwnedLetter } from '@switchyard/contracts/owned-letters'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import type { LettersAsked } from './letters-asked'

/** Where an older page of the list begins. */
export type Before = { failedAt: string; id: string } | undefined

/** One page of letters, asked for every two seconds while it is in sight. */
export function useLetters({ state, service, name }: LettersAsked, before: Before) {
  const gateway = useGateway()
  const input = { state, ...(service && { service }), ...(name && { name }), ...(before && { before }) }
  const options = gateway.deadLetters.list.queryOptions(input)
  return useQuery({ ...options, refetchInterval: 2_000, placeholderData: keepPreviousData })
}

/** One letter, if one is meant; asked for every second while it is on its way. */
export function useLetter(which: { service: LetterOwner; id: string } | undefined) {
  const gateway = useGateway()
  const everyMs = (state: DeadLetterState | undefined) => (state === 'replaying' ? 1_000 : 3_000)
  return useQuery({
    ...gateway.deadLetters.byId.queryOptions(which ?? skipToken),
    refetchInterval: ({ state: { data } }) => everyMs(data?.state),
  })
}

/** What can be done with the revision of a letter that a person saw; each resolves to whether it was done. */
export function useLetterActions({ service, id }: Pick<OwnedLetter, 'service' | 'id'>) {
  const gateway = useGateway()
  const queries = useQueryClient()
  const key = gateway.deadLetters.byId.queryKey({ service, id })
  const after = {
    onSuccess: (letter: OwnedLetter) => queries.setQueryData(key, letter),
    onSettled: () => queries.invalidateQueries({ queryKey: gateway.deadLetters.pathKey() }),
  }
  const edit = useMutation({ ...gateway.deadLetters.edit.mutationOptions(), ...after })
  const replay = useMutation({ ...gateway.deadLetters.replay.mutationOptions(), ...after })
  const drop = useMutation({ ...gateway.deadLetters.drop.mutationOptions(), ...after })
  const done = (act: Promise<unknown>) =>
    act.then(
      () => true,
      () => false,
    )
  type Payload = Parameters<typeof edit.mutateAsync>[0]['payload']
  return {
    edit: (revision: number, payload: Payload) => done(edit.mutateAsync({ service, id, revision, payload })),
    replay: (revision: number) => done(replay.mutateAsync({ service, id, revision })),
    drop: (revision: number, reason: string) => done(drop.mutateAsync({ service, id, revision, reason })),
    busy: edit.isPending || replay.isPending || drop.isPending,
    /** What is wrong with the payload that was to be kept, field by field. */
    unfit: issuesOf(edit.error),
    /** Why the last thing was not done. */
    refused: [edit.error, replay.error, drop.error].flatMap((error) =>
      error && !(error === edit.error && failureCode(error) === 'invalid_input') ? [refusalOf(error)] : [],
    )[0],
    forget: () => {
      edit.reset()
      drop.reset()
    },
  }
}

function issuesOf(error: unknown): { path: string; message: string }[] {
  if (!(error instanceof TRPCClientError) || failureCode(error) !== 'invalid_input') return []
  const { issues } = error.data as { issues?: { path: string; message: string }[] }
  return issues ?? []
}
