'use client'

import { clientOfV1 } from '@switchyard/old-clients/client-of-v1'
import { play } from '@switchyard/old-clients/play'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { askAsItDid, askVersion } from './ask-version'
import type { VersionsStory } from './versions-goals'

/** Asks both versions for the same, and plays the recorded client. */
export function useVersions() {
  const [story, setStory] = useState<VersionsStory>({ pair: null, played: null })
  const asking = useMutation({
    mutationFn: async (path: string) => {
      const [v1, v2] = await Promise.all([askVersion('v1', path), askVersion('v2', path)])
      setStory((so) => ({ ...so, pair: [v1, v2] }))
    },
  })
  const playing = useMutation({
    mutationFn: async () => {
      const played = await play(clientOfV1, { ask: askAsItDid, wait: aSecond, key: crypto.randomUUID() })
      setStory((so) => ({ ...so, played }))
    },
  })
  return {
    story,
    ask: asking.mutate,
    /** The path that is asked for right now. */
    asked: asking.isPending ? asking.variables : undefined,
    play: () => playing.mutate(),
    isPlaying: playing.isPending,
    refused: asking.error || playing.error ? 'The gateway did not answer; ask again.' : undefined,
  }
}

const aSecond = () => new Promise<void>((resolve) => setTimeout(resolve, 1_000))
