'use client'

import type { CallerView } from '@switchyard/contracts/lab'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '../refusal'
import { useCallers } from '../use-callers'
import { useLabTerms } from '../use-lab-terms'
import { useSystem } from '../use-system'
import { type Answered, answeredBy, isCanary } from './canary-goals'

const everyMs = 50
const sku = 'ridge-no-8-a3'
const stock = `/trpc/v2/lab.stock?input=${encodeURIComponent(JSON.stringify({ sku }))}`
/** Of two usual instances and the canary, a fifth of the calls. */
const weight = 0.5
const failing = { kind: 'error', operation: 'stockBySku', share: 0.18, ttlS: 60 } as const

/** A canary of inventory that this visitor starts, asks, pins, breaks and takes away. Their calls go under terms of their own, so that only they notice. */
export function useCanary() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const { system, missing } = useSystem()
  const callers = useCallers()
  const { session, enter, terms } = useLabTerms()
  const onSettled = () => queries.invalidateQueries({ queryKey: gateway.lab.system.queryKey({}) })
  const scale = useMutation({ ...gateway.lab.scale.mutationOptions(), onSettled })
  const inject = useMutation(gateway.lab.injectFault.mutationOptions())
  const [calling, setCalling] = useState(false)
  const [pinnedSince, setPinnedSince] = useState<Answered | null>(null)
  const [pinned, setPinned] = useState(false)

  const fleet = (system?.instances ?? []).filter(({ service }) => service === 'inventory')
  const canary = fleet.find(({ version }) => isCanary(version))
  const caller = ofInventory(callers.callers)
  const asked = useAsking({ on: calling, version: pinned ? canary?.version : undefined })
  const scaleTo = (instances: number, as?: { version: string; weight: number }) =>
    scale.mutateAsync({ service: 'inventory', instances, ...(as && { as }) })

  return {
    ...{ missing, fleet, canary, caller, at: callers.at, calling, pinned, pinnedSince, ...asked },
    busy: scale.isPending || inject.isPending,
    refused: refusedOf(scale.error ?? inject.error),
    start: () => {
      const [first] = fleet
      if (first) void scaleTo(fleet.length + 1, { version: `${first.version}-canary`, weight }).catch(() => null)
    },
    takeAway: () => {
      setPinned(false)
      void scaleTo(fleet.length - 1).catch(() => null)
    },
    call: async () => {
      if (!calling) await enter(terms ?? { without: [] })
      setCalling(!calling)
    },
    pin: async () => {
      setPinned(!pinned)
      if (pinned) return
      setPinnedSince(null)
      // Counted from a look of this moment: the last one may be a second and twenty calls old.
      setPinnedSince(answeredBy(ofInventory(await callers.look())))
    },
    breakIt: () => {
      if (session && canary)
        void inject.mutateAsync({ target: { instance: canary.id }, ...failing, scope: session }).catch(() => null)
    },
  }
}

const ofInventory = (callers: readonly CallerView[] | undefined) =>
  callers?.find(({ service }) => service === 'inventory')

const refusedOf = (error: unknown) => (error ? refusalOf(error) : undefined)

/** Asks for the stock of a print twenty times a second while `on`, of one version if it is named. */
function useAsking({ on, version }: { on: boolean; version: string | undefined }) {
  const [counts, setCounts] = useState({ answered: 0, failed: 0 })
  useEffect(() => {
    if (!on) return
    const left = new AbortController()
    let open = 0
    const ask = async () => {
      const headers = version ? { 'x-switchyard-version': `inventory=${version}` } : undefined
      const reply = await fetch(stock, { cache: 'no-store', signal: left.signal, ...(headers && { headers }) })
      await reply.arrayBuffer()
      return reply.ok
    }
    const timer = setInterval(() => {
      // As many at once as leave a browser a connection for the rest of the page.
      if (open >= 4) return
      open += 1
      void ask()
        .catch(() => false)
        .then((ok) => {
          open -= 1
          if (left.signal.aborted) return
          setCounts(({ answered, failed }) =>
            ok ? { answered: answered + 1, failed } : { answered, failed: failed + 1 },
          )
        })
    }, everyMs)
    return () => {
      clearInterval(timer)
      left.abort()
    }
  }, [on, version])
  return counts
}
