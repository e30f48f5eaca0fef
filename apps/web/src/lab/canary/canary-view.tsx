'use client'

import { useState } from 'react'
import { GoalList } from '../goal-list'
import { LabClosed } from '../lab-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { useGoals } from '../use-goals'
import { Why } from '../why'
import { CanaryDo } from './canary-do'
import { canaryGoals, whatCameOfIt } from './canary-goals'
import { canaryText } from './canary-text'
import { CanaryWatch } from './canary-watch'
import { useCanary } from './use-canary'

/** A new version beside the old one: its part of the calls, pins, and its end when it fails. */
export function CanaryView() {
  const [chosen, setChosen] = useState<string | null>(null)
  const at = useCanary()
  const goals = useGoals(canaryGoals(at))
  if (at.missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="G8"
      title="Version routing"
      lead="A new version gets a small part of the calls, and none as soon as it fails where the others do not."
      group="Gateway"
      next={{ href: '/lab/rate-limit', name: 'G5 Rate limit' }}
      done={progress({ predicted: chosen !== null, acted: at.answered > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfIt(at)} />,
        Do: <CanaryDo at={at} />,
        Watch: <CanaryWatch at={at} />,
        Why: <Why paragraphs={canaryText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={canaryText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'A canary that answers a fifth of your calls fails 18 % of them. How many of your calls fail until it is withdrawn?',
  answers: [
    { value: 'heard', text: 'A few: somebody has to find out' },
    { value: 'unheard', text: 'None: they are made again elsewhere' },
  ],
}
