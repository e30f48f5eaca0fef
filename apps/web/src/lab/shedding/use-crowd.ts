'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { healFault } from '../heal-fault'
import { refusalOf } from '../refusal'
import { useLabTerms } from '../use-lab-terms'
import { type AtDoor, askDoor, isShed } from './ask-door'

const keptMax = 300
/** As many at once as a browser sends to one origin, but one: that is for the bag. */
const width = 5
/** Refused ones come back sooner than they were told to, as a crowd does. */
const pauseMs = 150

/** A door with four places, and a crowd that looks at prints slowly: its breaker and its timeouts would let go of what is slow on purpose. */
const narrow = { without: ['circuit-breaker', 'try-timeout', 'hedge', 'ejection'], places: 4 } as const
const slowStock = { target: { service: 'inventory' }, operation: 'stockBySku', kind: 'latency', ttlS: 120 } as const
const slowMs = 900

/** A narrow door of this visitor's own, and the crowd that they send to it. */
export function useCrowd() {
  const gateway = useGateway()
  const { session, terms, enter, leave } = useLabTerms()
  const inject = useMutation(gateway.lab.injectFault.mutationOptions())
  const client = useGatewayClient()
  const heal = useMutation({ mutationFn: (id: string) => healFault(client, id) })
  const doors = useQuery({ ...gateway.lab.doors.queryOptions({}), refetchInterval: 1_000 })
  const { asked, ask, away } = useAsked()
  const [crowding, setCrowding] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const isNarrow = terms?.places !== undefined
  const error = inject.error ?? heal.error

  useEffect(() => {
    if (!crowding || !isNarrow) return
    const left = new AbortController()
    const one = async () => {
      while (!left.signal.aborted) {
        const came = await ask('browse').catch(() => null)
        if (!came || isShed(came)) await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
    for (let n = 0; n < width; n++) void one()
    return () => left.abort()
  }, [crowding, isNarrow, ask])

  return {
    asked,
    doors: doors.data,
    at: doors.dataUpdatedAt,
    isNarrow,
    crowding: crowding && isNarrow,
    busy: inject.isPending || heal.isPending,
    refused: away ?? (error ? refusalOf(error) : undefined),
    narrowDoor: async () => {
      if (!session) return
      await enter({ ...narrow, without: [...narrow.without] })
      const { id } = await inject.mutateAsync({ ...slowStock, delayMs: slowMs, share: 1, scope: session })
      setFault(id)
    },
    widenDoor: async () => {
      setCrowding(false)
      leave()
      if (fault) heal.mutate(fault)
      setFault(null)
    },
    crowd: () => setCrowding(!crowding),
    browse: () => void ask('browse').catch(() => null),
    lookIntoBag: () => void ask('checkout').catch(() => null),
  }
}

/** What was asked so far, the newest last. */
function useAsked() {
  const [asked, setAsked] = useState<readonly AtDoor[]>([])
  const [away, setAway] = useState<string>()
  const number = useRef(0)
  const ask = useCallback(async (what: AtDoor['what']): Promise<AtDoor> => {
    try {
      const answer = await askDoor(what)
      number.current += 1
      const one = { number: number.current, ...answer }
      setAsked((so) => [...so, one].slice(-keptMax))
      setAway(undefined)
      return one
    } catch (error) {
      setAway('The gateway did not answer; nothing was counted.')
      throw error
    }
  }, [])
  return { asked, ask, away }
}
