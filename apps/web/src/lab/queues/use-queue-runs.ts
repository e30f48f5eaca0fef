'use client'

import type { System } from '@switchyard/contracts/lab-operations'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { refusalOf } from '../refusal'
import { waitingIn } from './depth-layout'
import { doneOf } from './queue-history'
import { load, orderFor, queue } from './queue-load'
import { type Run, withRunLook } from './queue-runs'

/** Orders of the newest run that were sent, taken and refused. */
interface Placing {
  sent: number
  taken: number
  refused: number
}

const everyMs = 1_000 / load.perSecond

/** Places orders as fast as a small rush of buyers, and follows them up to their mails. */
export function useQueueRuns({ system, at, slow }: { system: System | undefined; at: number; slow: boolean }) {
  const gateway = useGateway()
  const client = useGatewayClient()
  const [runs, setRuns] = useState<readonly Run[]>([])
  const [placing, setPlacing] = useState<Placing>({ sent: 0, taken: 0, refused: 0 })
  const [refused, setRefused] = useState<string>()
  const [seenAt, setSeenAt] = useState(0)
  const newest = runs.at(-1)
  const open = newest?.drainedAt === null ? newest : undefined
  const counts = system?.queues?.find((one) => one.queue === queue)
  const mails = useQuery({
    ...gateway.lab.mailbox.queryOptions(open ? { to: open.email } : skipToken),
    refetchInterval: 1_000,
  })
  if (open && counts && at !== seenAt) {
    setSeenAt(at)
    const look = {
      at,
      placed: placing.sent === load.orders && placing.taken + placing.refused === load.orders,
      ...{ taken: placing.taken, refused: placing.refused, mails: mails.data?.length ?? 0 },
      ...{ waiting: waitingIn(counts), held: counts.held, done: doneOf(counts) },
      heldElsewhere: Math.max(0, ...(system?.queues ?? []).map((one) => (one.queue === queue ? 0 : one.held))),
    }
    setRuns([...runs.slice(0, -1), withRunLook(open, look)])
  }

  const place = async () => {
    if (!counts || open) return
    const email = `visitor-${crypto.randomUUID().slice(0, 8)}@halftone.test`
    setRefused(undefined)
    setPlacing({ sent: 0, taken: 0, refused: 0 })
    const ready = system?.instances?.filter(({ service, state }) => service === 'orders' && state === 'ready') ?? []
    const begun = { email, slow, workers: ready.map(({ id }) => id), before: doneOf(counts), startedAt: Date.now() }
    setRuns([...runs, { ...fresh, ...begun, number: runs.length + 1 }])
    const tell = (change: Partial<Placing>) => setPlacing((so) => added(so, change))
    for (let n = 0; n < load.orders; n++) {
      client.orders.place.mutate(orderFor(email)).then(
        () => tell({ taken: 1 }),
        (error: unknown) => {
          setRefused(refusalOf(error))
          tell({ refused: 1 })
        },
      )
      tell({ sent: 1 })
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }
  return {
    runs,
    place: () => void place(),
    /** What is being done right now. */
    doing: open && placing.sent < load.orders ? `Placing ${placing.sent} of ${load.orders}` : undefined,
    /** Why nothing can be placed now; false when it can. */
    waiting: open ? 'Its mails are still to come' : !counts && 'The queue is not known yet',
    refused,
  }
}

const fresh = {
  ...{ done: {}, taken: 0, refused: 0, mails: 0 },
  ...{ waitingMost: 0, heldMost: 0, heldElsewhereMost: 0, drainedAt: null },
}

const added = (so: Placing, { sent = 0, taken = 0, refused = 0 }: Partial<Placing>): Placing => ({
  sent: so.sent + sent,
  taken: so.taken + taken,
  refused: so.refused + refused,
})
