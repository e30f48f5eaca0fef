'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import type { PromisedRow, Role } from './promised'
import { askAs, inputFor, metBy, needsOrder, placeTrialOrder, statusOf, type Trial, type TrialOrders } from './trial'

/** Asks the rows of the table as this visitor, or as the member of staff that the lab makes of them. */
export function useTrials() {
  const gateway = useGateway()
  const client = useGatewayClient()
  const offered = useQuery({ ...gateway.lab.operations.queryOptions({}), staleTime: Number.POSITIVE_INFINITY })
  const me = useQuery(gateway.account.me.queryOptions({}))
  const [trials, setTrials] = useState<Readonly<Record<string, Trial>>>({})
  const [badge, setBadge] = useState<string | null>(null)
  const orders = useRef<TrialOrders>(undefined)
  const you: Role = me.data?.role ?? 'guest'
  const role: Role = badge === null ? you : 'staff'

  const ask = async (row: PromisedRow): Promise<void> => {
    const operation = offered.data?.find(({ name }) => name === row.operation)
    if (!operation) throw new Error(`the gateway offers no ${row.operation}`)
    if (needsOrder(row)) orders.current ??= await placeBoth()
    const asking = {
      input: inputFor(row, orders.current),
      headers: badge === null ? {} : { 'x-staff-badge': badge },
    }
    const status = await statusWithPatience(() => askAs(operation, asking))
    const trial: Trial = { row, role, status, met: metBy(status), at: Date.now() }
    setTrials((so) => ({ ...so, [trialKey(row, role)]: trial }))
  }
  const run = useMutation({
    mutationFn: async (rows: readonly PromisedRow[]) => {
      for (const row of rows) await ask(row)
    },
  })
  const beStaff = useMutation({
    mutationFn: async (staff: boolean) => setBadge(staff ? (await client.lab.takeBadge.mutate({})).badge : null),
  })
  return {
    trials,
    offered: offered.data,
    /** Which column this visitor asks in. */
    role,
    you,
    ask: run.mutate,
    /** Nobody can ask while it is not settled as whom. */
    asking: run.isPending || beStaff.isPending,
    beStaff: beStaff.mutate,
    refused: run.error || beStaff.error ? 'The gateway did not answer; what was asked before still stands.' : undefined,
  }
}

/** Where a trial is kept. */
export const trialKey = ({ operation, whose }: PromisedRow, role: Role): string => `${role} ${operation} ${whose}`

const placeBoth = async (): Promise<TrialOrders> => {
  const [own, another] = await Promise.all([placeTrialOrder('you'), placeTrialOrder('somebody')])
  return { own, another }
}

/** Whoever asks too much at once, or finds nobody at work, is told when to come back: the question is the same then. */
async function statusWithPatience(ask: () => Promise<Response>): Promise<number> {
  for (let unanswered = 0; unanswered < unansweredMax; ) {
    const reply = await ask()
    const status = await statusOf(reply)
    if (status !== 429 && status < 500) return status
    if (status !== 429) unanswered += 1
    const waitS = Number(reply.headers.get('retry-after') ?? 1)
    await new Promise((resolve) => setTimeout(resolve, waitS * 1_000))
  }
  throw new Error('nobody answered')
}

const unansweredMax = 5
