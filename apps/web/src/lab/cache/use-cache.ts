'use client'

import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { labSession } from '../lab-terms'
import { askAsCrowd, changePrice, lookAtPrint } from './ask-copies'
import type { CacheStory, PriceSeen } from './cache-goals'

/** A euro, in cents. */
const rise = 100
const lookEveryMs = 40
const seenMsMax = 5_000

/** Asks as a crowd, twice, and through a change of price; all of it real, through the shop's own door. */
export function useCache() {
  const client = useGatewayClient()
  const [story, setStory] = useState<CacheStory>({ cold: null, past: null, twice: null, changes: [] })
  const badge = useRef<string>(undefined)
  /** What the print cost before this page touched its price. */
  const usual = useRef<number>(undefined)
  const keep = (more: Partial<CacheStory>) => setStory((so) => ({ ...so, ...more }))

  const acts = {
    crowd: async () => keep({ cold: await askAsCrowd(nobodysPrice()) }),
    past: async () => {
      const { token } = await client.lab.signScope.mutate({ session: labSession(), without: [] })
      keep({ past: await askAsCrowd(nobodysPrice(), token) })
    },
    twice: async () => {
      const first = await lookAtPrint()
      keep({ twice: [first.copied, (await lookAtPrint()).copied] })
    },
    price: async () => {
      badge.current ??= (await client.lab.takeBadge.mutate({})).badge
      usual.current ??= (await lookAtPrint()).amount
      const before = usual.current
      const staff = badge.current
      try {
        const up = await changeAndLook(before + rise, staff)
        keep({ changes: [up, await changeAndLook(before, staff)] })
      } catch (error) {
        await surely(() => changePrice(before, staff))
        throw error
      }
    },
  }
  const act = useMutation({ mutationFn: async (name: keyof typeof acts) => acts[name]() })
  return {
    story,
    act: act.mutate,
    /** What is being done right now. */
    acting: act.isPending ? act.variables : undefined,
    refused: act.error ? `${act.error.message}.` : undefined,
  }
}

/** A limit above every price: all prints are below it, and hardly anybody has asked for this one. */
const nobodysPrice = () => 1_000_000 + Math.floor(Math.random() * 100_000_000)

/** The print must not stay dearer for everybody: until it is done, ten times at most. */
async function surely(act: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act()
    } catch (error) {
      if (tries === 10) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

/** Changes the price, and looks until it is seen. */
async function changeAndLook(amount: number, badge: string): Promise<PriceSeen> {
  await changePrice(amount, badge)
  const changedAt = performance.now()
  for (let looks = 1; ; looks += 1) {
    const look = await lookAtPrint()
    const ms = performance.now() - changedAt
    if (look.amount === amount) return { amount, ms, looks, copied: look.copied }
    if (ms > seenMsMax) throw new Error('The new price was not seen within five seconds')
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}
