'use client'

import { useState } from 'react'
import { askForWall, askThreeWays } from './ask-ways'
import type { ProtocolsStory } from './protocols-goals'
import type { Way } from './way'

/** Asks over all protocols, and keeps what each was answered last. */
export function useProtocols() {
  const [story, setStory] = useState<ProtocolsStory>({ print: [], nothing: [], wall: null })
  const [shown, setShown] = useState<readonly Way[]>([])
  const [away, setAway] = useState(false)
  const [asking, setAsking] = useState(false)

  const show = async (ask: () => Promise<readonly Way[]>, keep: (ways: readonly Way[]) => Partial<ProtocolsStory>) => {
    if (asking) return
    setAsking(true)
    try {
      const ways = await ask()
      setShown(ways)
      setStory((so) => ({ ...so, ...keep(ways) }))
      setAway(false)
    } catch {
      setAway(true)
    }
    setAsking(false)
  }
  return {
    ...{ story, shown, asking },
    askForPrint: () =>
      void show(
        () => askThreeWays('print'),
        (print) => ({ print }),
      ),
    askForNothing: () =>
      void show(
        () => askThreeWays('nothing'),
        (nothing) => ({ nothing }),
      ),
    hangWall: () =>
      void show(
        async () => [await askForWall()],
        ([wall = null]) => ({ wall }),
      ),
    refused: away ? 'The gateway did not answer; nothing was asked of it.' : undefined,
  }
}
