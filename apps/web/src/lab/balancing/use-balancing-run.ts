'use client'

import type { CallPattern } from '@switchyard/contracts/lab'
import { useState } from 'react'
import { refusalOf } from '../refusal'
import { patternWords } from '../terms-words'
import { useComparison } from '../use-comparison'
import { useFaults } from '../use-faults'
import { type BalancingSetting, load } from './balancing-do'
import type { Ran } from './balancing-goals'

/** Each call is tried once, so that nothing shows but whom it was sent to. */
const without = Object.keys(patternWords) as CallPattern[]

/** Slows an instance down if that is wanted, makes the calls both ways, and keeps what came of it. */
export function useBalancingRun() {
  const { hurt, clear } = useFaults()
  const { compare, running } = useComparison()
  const [ran, setRan] = useState<Ran | null>(null)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const run = async ({ left, right, slow }: BalancingSetting, target: string | undefined) => {
    setBusy(true)
    setRefused(undefined)
    try {
      const hurts = slow && target !== undefined
      if (hurts) await hurt({ target: { instance: target }, kind: 'latency', delayMs: 200, share: 1, ttlS: 30 })
      else await clear()
      const comparison = await compare({ lanes: [left, right].map((strategy) => ({ strategy, without })), ...load })
      setRan({ comparison, slow: hurts ? target : null })
    } catch (error) {
      setRefused(refusalOf(error))
    } finally {
      setBusy(false)
    }
  }
  return { run, ran, running: busy || running, refused }
}
