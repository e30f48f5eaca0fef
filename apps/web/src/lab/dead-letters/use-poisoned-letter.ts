'use client'

import type { OwnedLetter } from '@switchyard/contracts/owned-letters'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { useLetter } from '~/office/use-letters'
import { refusalOf } from '../refusal'
import { email, message } from './poison'
import type { Poisoned } from './use-poison'

/** What became of the message: its letter once there is one, the mails about its order, and how often Replay was pressed. */
export function usePoisonedLetter(poisoned: Poisoned | undefined) {
  const gateway = useGateway()
  const client = useGatewayClient()
  const [presses, setPresses] = useState({ orderId: '', count: 0 })
  const [refused, setRefused] = useState<string>()
  const { orderId = '', accessToken = '' } = poisoned ?? {}
  const every = { refetchInterval: 1_000 }
  const path = useQuery({
    ...gateway.lab.orderPath.queryOptions(poisoned ? { orderId, accessToken } : skipToken),
    ...every,
  })
  const messageId = path.data?.messages.find(({ name }) => name === message)?.id
  const waiting = useQuery({
    ...gateway.deadLetters.list.queryOptions(messageId ? { service: 'orders', name: message, limit: 50 } : skipToken),
    ...every,
  })
  const [known, setKnown] = useState<{ messageId: string; id: string }>()
  const found = waiting.data?.items.find((item) => item.messageId === messageId)
  if (found && known?.id !== found.id) setKnown({ messageId: found.messageId, id: found.id })
  const letter = useLetter(known && known.messageId === messageId ? { service: 'orders', id: known.id } : undefined)
  const mails = useQuery({ ...gateway.lab.mailbox.queryOptions(poisoned ? { to: email } : skipToken), ...every })
  const act = async (work: (letter: OwnedLetter) => Promise<unknown>) => {
    if (!letter.data) return
    setRefused(undefined)
    await work(letter.data).catch((error: unknown) => setRefused(refusalOf(error)))
    await letter.refetch()
  }
  return {
    letter: letter.data,
    at: letter.dataUpdatedAt,
    mails: mails.data?.filter((mail) => mail.orderId === orderId && mail.kind === 'order_cancelled').length ?? 0,
    presses: presses.orderId === orderId ? presses.count : 0,
    refused,
    mend: () =>
      act(({ service, id, revision }) =>
        client.deadLetters.edit.mutate({ service, id, revision, payload: { orderId } }),
      ),
    /** As four people would who press at the same moment. */
    replayFourTimes: () =>
      act(({ service, id, revision }) => {
        setPresses({ orderId, count: 4 })
        const press = () => client.deadLetters.replay.mutate({ service, id, revision })
        return Promise.all([press(), press(), press(), press()])
      }),
  }
}
