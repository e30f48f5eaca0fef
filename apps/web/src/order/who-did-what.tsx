'use client'

import { useQuery } from '@tanstack/react-query'
import { Lanes } from '~/components/lanes'
import { ProvenanceChip } from '~/components/provenance-chip'
import { useGateway } from '~/gateway-browser'
import { sagaLanes } from './saga-lanes'

interface WhoDidWhatProps {
  orderId: string
  accessToken: string | undefined
}

/** The order's saga, step by step, from its own rows; only where there is a lab to look into. */
export function WhoDidWhat({ orderId, accessToken }: WhoDidWhatProps) {
  const gateway = useGateway()
  const { data } = useQuery({
    ...gateway.lab.orderPath.queryOptions(accessToken ? { orderId, accessToken } : { orderId }),
    refetchInterval: ({ state }) => (state.data && isOver(state.data.saga.state) ? false : everyMs),
  })
  if (!data) return null
  const { lanes, until } = sagaLanes(data)
  return (
    <section className="od-l" aria-labelledby="who">
      <div className="row between">
        <h2 id="who" className="od-w">
          Who did what
        </h2>
        <ProvenanceChip source="lab.orderPath" raw={data.saga}>
          saga of {data.number}
        </ProvenanceChip>
      </div>
      <Lanes lanes={lanes} until={until} />
    </section>
  )
}

const everyMs = 1_000
const isOver = (state: string) => state === 'done' || state === 'undone'
