'use client'

import { skipToken, useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { refusalOf } from '../refusal'
import type { Harm, OutboxStory } from './outbox-goals'

/** One press: what went wrong, under which name its notes stand, and the orders that were placed beside them. */
interface Run {
  id: string
  harm: Harm
  orders: readonly { orderId: string; accessToken: string }[]
  /** Who wrote the notes, once that is known. */
  instanceId: string | null
}

const redis = 'redis-1'
const notesEachWay = 12
const ordersBeside = 2
/** The process dies after the commit of this pair. */
const dieAt = 7

/** Writes notes both ways and orders beside them while something goes wrong, and follows what becomes of all. */
export function useOutboxRun() {
  const client = useGatewayClient()
  const gateway = useGateway()
  const [run, setRun] = useState<Run>()
  const write = useMutation({
    mutationFn: async (harm: Harm) => {
      if (harm === 'away') await stopRedis()
      const begun: Run = { id: crypto.randomUUID(), harm, orders: [], instanceId: null }
      setRun(begun)
      const asked = { run: begun.id, notes: notesEachWay, ...(harm === 'died' && { dieAt }) }
      const { instanceId } = await client.lab.writeNotes.mutate(asked)
      const orders = await Promise.all(Array.from({ length: ordersBeside }, () => client.orders.place.mutate(wish)))
      if (harm === 'wiped') await client.lab.act.mutate({ id: redis, action: 'wipe' })
      setRun({ ...begun, orders, instanceId })
    },
  })
  const stopRedis = async () => {
    await client.lab.act.mutate({ id: redis, action: 'kill' })
    for (let tries = 0; tries < 40; tries++) {
      const { instances } = await client.lab.system.query({})
      if (instances?.find(({ id }) => id === redis)?.state === 'dead') return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const start = useMutation({ mutationFn: () => client.lab.act.mutate({ id: redis, action: 'start' }) })
  const notes = useQuery({
    ...gateway.lab.notes.queryOptions(run ? { run: run.id } : skipToken),
    refetchInterval: 500,
  })
  const paths = useQueries({
    queries: (run?.orders ?? []).map(({ orderId, accessToken }) => ({
      ...gateway.lab.orderPath.queryOptions({ orderId, accessToken }),
      refetchInterval: 1_000,
    })),
  })
  const error = write.error ?? start.error
  return {
    run,
    story: run && ({ harm: run.harm, notes: notes.data, orders: known(paths) } satisfies OutboxStory),
    at: notes.dataUpdatedAt,
    write: write.mutate,
    writing: write.isPending,
    startRedis: () => start.mutate(),
    starting: start.isPending,
    refused: error ? refusalOf(error) : undefined,
  }
}

const known = <Data>(answers: readonly { data: Data | undefined }[]): Data[] =>
  answers.flatMap(({ data }) => (data === undefined ? [] : [data]))

/** One print of a large edition, for nobody. */
const wish = {
  lines: [{ sku: 'selvedge-no-11-a2', quantity: 1 }],
  contact: { name: 'A visitor of the lab', email: 'lab@example.org' },
  address: { line1: '1 Laboratory Road', city: 'Vienna', postalCode: '1070', country: 'EU' },
  payment: { token: 'tok_ok' },
}
