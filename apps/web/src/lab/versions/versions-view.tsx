'use client'

import { useState } from 'react'
import { GoalList } from '../goal-list'
import { LabClosed } from '../lab-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { useGoals } from '../use-goals'
import { useSystem } from '../use-system'
import { Why } from '../why'
import { useVersions } from './use-versions'
import { VersionsDo } from './versions-do'
import { versionsGoals, whatBecameOfTheClient } from './versions-goals'
import { versionsText } from './versions-text'
import { VersionsWatch } from './versions-watch'

/** One call in two versions, and a client of the first that goes on as it is. */
export function VersionsView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const versions = useVersions()
  const { story } = versions
  const goals = useGoals(versionsGoals(story))
  if (missing === 'closed') return <LabClosed />
  const acted = story.pair !== null || story.played !== null
  return (
    <PatternPage
      id="G7"
      title="Versions"
      lead="Version 1 goes on beside version 2, from the same code, for as long as it was promised."
      group="Gateway"
      next={{ href: '/lab/shedding', name: 'G10 Load shedding' }}
      done={progress({ predicted: chosen !== null, acted, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatBecameOfTheClient(story)} />,
        Do: <VersionsDo versions={versions} />,
        Watch: <VersionsWatch story={story} />,
        Why: <Why paragraphs={versionsText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={versionsText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'Version 2 says price where version 1 said priceCents. A client that was written for version 1 calls today. What becomes of it?',
  answers: [
    { value: 'breaks', text: 'It finds no price, and breaks' },
    { value: 'refused', text: 'It is refused, and told to move on' },
    { value: 'served', text: 'It is answered as it always was, and told until when' },
  ],
}
