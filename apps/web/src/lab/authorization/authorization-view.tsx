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
import { AuthorizationDo } from './authorization-do'
import { authorizationGoals, whatOthersOrderMet } from './authorization-goals'
import { authorizationText } from './authorization-text'
import { AuthorizationWatch } from './authorization-watch'
import type { Part, PromisedRow } from './promised'
import { useTrials } from './use-trials'

/** Who may do what: what was promised by hand, and what the gateway answers this visitor now. */
export function AuthorizationView({ promised }: { promised: readonly PromisedRow[] | null }) {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const [part, setPart] = useState<Part>('Orders')
  const trials = useTrials()
  const all = Object.values(trials.trials).sort((a, b) => a.at - b.at)
  const goals = useGoals(authorizationGoals(all))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="G4"
      title="Authorization"
      lead="Who may do what is promised in a table that a person wrote. Ask for any cell of it, and see what the gateway says."
      group="Gateway"
      next={{ href: '/lab/rate-limit', name: 'G5 Rate limit' }}
      done={progress({ predicted: chosen !== null, acted: all.length > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatOthersOrderMet(all)} />,
        Do: <AuthorizationDo promised={promised} part={part} onPart={setPart} trials={trials} />,
        Watch: <AuthorizationWatch promised={promised} part={part} trials={trials} />,
        Why: <Why paragraphs={authorizationText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={authorizationText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'You ask for the order of somebody else, whose number you happen to know. What are you told?',
  answers: [
    { value: 'shown', text: 'The order: its number is all that one needs' },
    { value: 'forbidden', text: 'That it is not yours: 403' },
    { value: 'nothing', text: 'That there is no such order: 404' },
  ],
}
