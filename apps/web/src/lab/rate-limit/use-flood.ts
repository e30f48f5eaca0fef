'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { askStock } from './ask-stock'
import type { Asked } from './asked'
import type { LimitStory } from './rate-limit-goals'

const everyMs = 20
const keptMax = 400

/** Asks for the stock of a print as fast as this browser gets answers, while it is held; keeps what the newest requests were answered. */
export function useFlood() {
  const [story, setStory] = useState<LimitStory>({ asked: [], batch: null, somebody: null })
  const [sent, setSent] = useState({ answered: 0, refused: 0 })
  const [flooding, setFlooding] = useState(false)
  const [away, setAway] = useState(false)
  const number = useRef(0)

  const ask = useCallback(async (batch = false): Promise<Asked> => {
    number.current += 1
    const asked = { number: number.current, ...(await askStock({ batch })) }
    setStory((so) => ({ ...so, asked: [...so.asked, asked].slice(-keptMax) }))
    setSent(({ answered, refused }) =>
      asked.status === 429 ? { answered, refused: refused + 1 } : { answered: answered + 1, refused },
    )
    setAway(false)
    return asked
  }, [])
  const unlessAway = useCallback((work: Promise<unknown>) => void work.catch(() => setAway(true)), [])

  useEffect(() => {
    if (!flooding) return
    let open = 0
    const timer = setInterval(() => {
      // As many at once as a browser sends to one origin.
      if (open >= 6) return
      open += 1
      unlessAway(ask().finally(() => (open -= 1)))
    }, everyMs)
    return () => clearInterval(timer)
  }, [flooding, ask, unlessAway])

  return {
    story,
    sent,
    flooding,
    hold: () => setFlooding(true),
    release: () => setFlooding(false),
    sendTen: () =>
      unlessAway(
        (async () => {
          const before = await ask()
          const asked = await ask(true)
          setStory((so) => ({ ...so, batch: { before, asked } }))
        })(),
      ),
    askAsSomebody: () =>
      unlessAway(
        (async () => {
          const [yours, theirs] = await Promise.all([ask(), askStock({ as: 'somebody' })])
          const somebody = { asked: { number: 0, ...theirs }, youWereRefused: yours.status === 429 }
          setStory((so) => ({ ...so, somebody }))
        })(),
      ),
    refused: away ? 'The gateway did not answer; nothing was counted.' : undefined,
  }
}
