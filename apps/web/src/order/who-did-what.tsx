'use client'

import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { OrderStatus } from '@switchyard/contracts/orders'
import { useQuery } from '@tanstack/react-query'
import { Lanes } from '~/components/lanes'
import { ProvenanceChip } from '~/components/provenance-chip'
import { useGateway } from '~/gateway-browser'
import { sagaLanes } from './saga-lanes'

interface WhoDidWhatProps {
  orderId: string
  accessToken: string | undefined
  /** As the page has it: while the saga's rows tell an older one, they are asked again. */
  status: OrderStatus
}

/** The order's saga, step by step, from its own rows; only where there is a lab to look into. */
export function WhoDidWhat({ orderId, accessToken, status }: WhoDidWhatProps) {
  const gateway = useGateway()
  const { data, dataUpdatedAt } = useQuery({
    ...gateway.lab.orderPath.queryOptions(accessToken ? { orderId, accessToken } : { orderId }),
    refetchInterval: ({ state }) => (isOver(state.data, status) ? false : everyMs),
  })
  if (!data) return null
  return (
    <section className="od-l" aria-labelledby="who">
      <div className="row between">
        <h2 id="who" className="od-w">
          Who did what
        </h2>
        <ProvenanceChip source="lab.orderPath" raw={data}>
          saga of {data.number}
        </ProvenanceChip>
      </div>
      <Lanes {...sagaLanes(data, dataUpdatedAt)} />
    </section>
  )
}

const everyMs = 1_000
const isOver = (path: OrderPath | undefined, status: OrderStatus) =>
  path?.status === status && (path.saga.state === 'done' || path.saga.state === 'undone') && allDone(path)

const allDone = ({ messages }: OrderPath) =>
  messages.every(({ deliveries }) => deliveries.every(({ acknowledgedAt }) => acknowledgedAt))
