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
import { SheddingDo } from './shedding-do'
import { sheddingGoals, whatCameOfTheBag } from './shedding-goals'
import { sheddingText } from './shedding-text'
import { SheddingWatch } from './shedding-watch'
import { useCrowd } from './use-crowd'

/** More than can be answered at once: who is refused, how soon, and who is not. */
export function SheddingView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const crowd = useCrowd()
  const goals = useGoals(sheddingGoals(crowd))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="G10"
      title="Load shedding"
      lead="A gateway that has more to do than it can refuses at its door, at once and kindly; whoever pays goes first."
      group="Gateway"
      next={{ href: '/lab/realtime', name: 'G11 Live streams' }}
      done={progress({ predicted: chosen !== null, acted: crowd.asked.length > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfTheBag(crowd.asked)} />,
        Do: <SheddingDo crowd={crowd} />,
        Watch: <SheddingWatch crowd={crowd} />,
        Why: <Why paragraphs={sheddingText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={sheddingText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'Your door has four places, and a crowd that browses stands before it. You look into your bag. What happens?',
  answers: [
    { value: 'refused', text: 'It is refused like everything else' },
    { value: 'line', text: 'It waits until those who came before are done' },
    { value: 'through', text: 'It is let in: browsing may not take the last place' },
  ],
}
