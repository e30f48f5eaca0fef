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
import { IdempotencyDo } from './idempotency-do'
import { idempotencyGoals, whatTheSecondBrought } from './idempotency-goals'
import { idempotencyText } from './idempotency-text'
import { IdempotencyWatch } from './idempotency-watch'
import { usePresses } from './use-presses'

/** Requests that are sent more than once: what the second answer is, and what comes of it. */
export function IdempotencyView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const presses = usePresses()
  const { story, at } = presses
  const goals = useGoals(idempotencyGoals(story))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="S7"
      title="Idempotent requests"
      lead="Whoever got no answer asks again, under the same key, and gets the first answer: done once, however often it was asked."
      group="Synchronous"
      next={{ href: '/lab/registry', name: 'D1 Registry' }}
      done={progress({ predicted: chosen !== null, acted: story !== undefined, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatTheSecondBrought(story)} />,
        Do: <IdempotencyDo presses={presses} />,
        Watch: <IdempotencyWatch story={story} at={at} />,
        Why: <Why paragraphs={idempotencyText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={idempotencyText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'You pay, no answer comes, and you press Pay again: the same order under the same key. What is the answer?',
  answers: [
    { value: 'two', text: 'A second order: nobody can know that it is the first' },
    { value: 'error', text: 'An error: this was done already' },
    { value: 'first', text: 'The first answer once more, byte for byte' },
  ],
}
