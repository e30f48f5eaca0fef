'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { failureCode } from '~/gateway'
import { useGateway, useGatewayClient } from '~/gateway-browser'

/** The two ways in which an owner gives an order up. */
type WayBack = 'cancel' | 'return'

interface TakeBackProps {
  way: WayBack
  orderId: string
  accessToken: string | undefined
}

/** Cancels or returns an order once it was asked for twice: the first press explains, the second does it. One key for all presses. */
export function TakeBack({ way, orderId, accessToken }: TakeBackProps) {
  const [asking, setAsking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const takeBack = useTakeBack(way, orderId, accessToken)
  const keep = () => {
    setAsking(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  return (
    <div>
      <div role="status">
        {takeBack.isError && (
          <Notice tone="bad" title="That did not work">
            {isTooLate(takeBack.error) ? words[way].tooLate : 'Your order is as it was. Please try once more.'}
          </Notice>
        )}
      </div>
      {asking ? (
        <Question way={way} waiting={takeBack.isPending} onYes={() => takeBack.mutate()} onKeep={keep} />
      ) : (
        <Button ref={opener} look="quiet" small onClick={() => setAsking(true)}>
          {words[way].open}
        </Button>
      )}
    </div>
  )
}

const words: Record<WayBack, Record<'open' | 'title' | 'means' | 'yes' | 'waiting' | 'tooLate', string>> = {
  cancel: {
    open: 'Cancel this order',
    title: 'Cancel this order?',
    means: 'Prints go back on the wall and money comes back by itself. Edition numbers are given up for good.',
    yes: 'Yes, cancel it',
    waiting: 'Cancelling',
    tooLate: 'It is too late: the order can no longer be cancelled.',
  },
  return: {
    open: 'Return this order',
    title: 'Send this order back?',
    means: 'Prints go back on the wall and your money comes back by itself. Edition numbers are given up for good.',
    yes: 'Yes, return it',
    waiting: 'Returning',
    tooLate: 'It is back with us already, or it has not left us yet.',
  },
}

const isTooLate = (error: unknown) =>
  ['order_not_cancellable', 'order_not_returnable'].some((code) => failureCode(error) === code)

interface QuestionProps {
  way: WayBack
  waiting: boolean
  onYes: () => void
  onKeep: () => void
}

function Question({ way, waiting, onYes, onKeep }: QuestionProps) {
  const question = useRef<HTMLDivElement>(null)
  useEffect(() => question.current?.focus(), [])
  return (
    <>
      <Notice tone="plain" dot="warn" title={words[way].title} ref={question}>
        {words[way].means}
      </Notice>
      <p className="row od-q">
        <Button look="danger" small waiting={waiting && words[way].waiting} onClick={onYes}>
          {words[way].yes}
        </Button>
        <Button look="quiet" small onClick={onKeep}>
          Keep it
        </Button>
      </p>
    </>
  )
}

function useTakeBack(way: WayBack, orderId: string, accessToken: string | undefined) {
  const client = useGatewayClient()
  const gateway = useGateway()
  const queries = useQueryClient()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const access = accessToken ? { orderId, accessToken } : { orderId }
  return useMutation({
    mutationFn: () => client.orders[way].mutate(access, { context: { idempotencyKey } }),
    onSettled: () => queries.invalidateQueries({ queryKey: gateway.orders.byId.queryKey(access) }),
  })
}
