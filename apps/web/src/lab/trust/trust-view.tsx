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
import { TrustDo } from './trust-do'
import { trustGoals, whatForgedMet } from './trust-goals'
import { trustText } from './trust-text'
import { TrustWatch } from './trust-watch'
import { useTokenTrials } from './use-token-trials'

/** How a service knows who calls it: tokens as they are, and what becomes of those that prove nothing. */
export function TrustView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const trials = useTokenTrials()
  const goals = useGoals(trustGoals(trials.tried))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="X3"
      title="Trust between services"
      lead="A service believes no call because of where it comes from. Each brings a token that says which process calls, for whom, and for how long."
      group="Across"
      next={{ href: '/lab/registry', name: 'X5 Scale-out' }}
      done={progress({ predicted: chosen !== null, acted: trials.tried.length > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatForgedMet(trials.tried)} />,
        Do: <TrustDo trials={trials} />,
        Watch: <TrustWatch tried={trials.tried} at={trials.at} />,
        Why: <Why paragraphs={trustText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={trustText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'A program on the private network calls inventory. Its token says word for word what the gateway’s says, signed with a key of its own. What does inventory do?',
  answers: [
    { value: 'believed', text: 'Answers: what the token says is right' },
    { value: 'limited', text: 'Answers what anybody may know, and nothing more' },
    { value: 'refused', text: 'Refuses it before it looks at what is asked' },
  ],
}
