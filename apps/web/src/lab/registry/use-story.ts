'use client'

import { useState } from 'react'
import { noStory, type Scene, type Story, withScene } from './registry-story'

/** Goes on with the story once for every look at the system. */
export function useStory(scene: Scene, at: number): Story {
  const [told, setTold] = useState<{ story: Story; at: number }>({ story: noStory, at: 0 })
  if (at > 0 && told.at !== at) setTold({ story: withScene(told.story, scene), at })
  return told.story
}
