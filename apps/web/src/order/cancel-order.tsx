'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { failureCode } from '~/gateway'
import { useGateway, useGatewayClient } from '~/gateway-browser'

interface CancelOrderProps {
  orderId: string
  accessToken: string | undefined
}

/** Cancels an order once it was asked for twice: the first press explains, the second does it. One key for all presses. */
export function CancelOrder({ orderId, accessToken }: CancelOrderProps) {
  const [asking, setAsking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const cancel = useCancel(orderId, accessToken)
  const keep = () => {
    setAsking(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  return (
    <div>
      <div role="status">
        {cancel.isError && (
          <Notice tone="bad" title="That did not work">
            {failureCode(cancel.error) === 'order_not_cancellable'
              ? 'It is too late: the order can no longer be cancelled.'
              : 'Your order is as it was. Please try once more.'}
          </Notice>
        )}
      </div>
      {asking ? (
        <Question waiting={cancel.isPending} onCancel={() => cancel.mutate()} onKeep={keep} />
      ) : (
        <Button ref={opener} look="quiet" small onClick={() => setAsking(true)}>
          Cancel this order
        </Button>
      )}
    </div>
  )
}

function Question({ waiting, onCancel, onKeep }: { waiting: boolean; onCancel: () => void; onKeep: () => void }) {
  const question = useRef<HTMLDivElement>(null)
  useEffect(() => question.current?.focus(), [])
  return (
    <>
      <Notice tone="plain" dot="warn" title="Cancel this order?" ref={question}>
        Prints go back on the wall and money comes back by itself. Edition numbers are given up for good.
      </Notice>
      <p className="row od-q">
        <Button look="danger" small waiting={waiting && 'Cancelling'} onClick={onCancel}>
          Yes, cancel it
        </Button>
        <Button look="quiet" small onClick={onKeep}>
          Keep it
        </Button>
      </p>
    </>
  )
}

function useCancel(orderId: string, accessToken: string | undefined) {
  const client = useGatewayClient()
  const gateway = useGateway()
  const queries = useQueryClient()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const access = accessToken ? { orderId, accessToken } : { orderId }
  return useMutation({
    mutationFn: () => client.orders.cancel.mutate(access, { context: { idempotencyKey } }),
    onSettled: () => queries.invalidateQueries({ queryKey: gateway.orders.byId.queryKey(access) }),
  })
}
