'use client'

import { useEffect, useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'

/** One call of this browser that has ended. */
interface SteadyCall {
  number: number
  ok: boolean
  ms: number
}

/** What came of the calls so far; the newest stand last. */
export interface SteadyCalls {
  answered: number
  failed: number
  newest: readonly SteadyCall[]
}

const none: SteadyCalls = { answered: 0, failed: 0, newest: [] }
const newestMax = 60
const everyMs = 100
/** Any print will do: its stock is read afresh for every question. */
const sku = 'ridge-no-8-a3'

/** Asks for the stock of a print ten times a second while `on`, as one busy visitor would, without trying anything twice. */
export function useSteadyCalls(on: boolean): SteadyCalls {
  const client = useGatewayClient()
  const [calls, setCalls] = useState(none)
  useEffect(() => {
    if (!on) return
    const left = new AbortController()
    const tell = (ok: boolean, ms: number) => !left.signal.aborted && setCalls((so) => withCall(so, { ok, ms }))
    const timer = setInterval(() => {
      const start = performance.now()
      const took = () => performance.now() - start
      client.lab.stock.query({ sku }, { signal: left.signal }).then(
        () => tell(true, took()),
        () => tell(false, took()),
      )
    }, everyMs)
    return () => {
      clearInterval(timer)
      left.abort()
    }
  }, [on, client])
  return calls
}

function withCall({ answered, failed, newest }: SteadyCalls, call: Omit<SteadyCall, 'number'>): SteadyCalls {
  return {
    answered: answered + (call.ok ? 1 : 0),
    failed: failed + (call.ok ? 0 : 1),
    newest: [...newest, { ...call, number: answered + failed + 1 }].slice(-newestMax),
  }
}
