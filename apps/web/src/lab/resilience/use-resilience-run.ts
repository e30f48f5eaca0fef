'use client'

import { useState } from 'react'
import { refusalOf } from '../refusal'
import { useComparison } from '../use-comparison'
import { useFaults } from '../use-faults'
import { useLabTerms } from '../use-lab-terms'
import { faultOf, type ResilienceSetting } from './harm'
import { load } from './resilience-do'
import type { Ran } from './resilience-goals'

/** Hurts this visitor's calls as wanted, makes them with every pattern and without some, and keeps what came of it. */
export function useResilienceRun() {
  const { hurt, clear } = useFaults()
  const { enter } = useLabTerms()
  const { compare, running } = useComparison()
  const [ran, setRan] = useState<Ran | null>(null)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const run = async ({ harm, without }: ResilienceSetting, target: string | undefined) => {
    setBusy(true)
    setRefused(undefined)
    try {
      const fault = faultOf(harm, target)
      await (fault ? hurt(fault) : clear())
      const comparison = await compare({ lanes: [{}, { without: [...without] }], ...load })
      setRan({ comparison, harm: fault ? harm : { ...harm, kind: 'none' } })
    } catch (error) {
      setRefused(refusalOf(error))
    } finally {
      setBusy(false)
    }
  }
  const take = ({ without }: ResilienceSetting) =>
    enter({ without }).catch((error: unknown) => setRefused(refusalOf(error)))
  return { run, take, ran, running: busy || running, refused }
}
