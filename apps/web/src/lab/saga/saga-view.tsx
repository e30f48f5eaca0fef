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
import { SagaDo } from './saga-do'
import { sagaGoals, whatCameOfPrints } from './saga-goals'
import { sagaText } from './saga-text'
import { SagaWatch } from './saga-watch'
import { useSagaOrder } from './use-saga-order'

/** A saga, forward and back: the visitor plays buyer, bank and carrier of a real order. */
export function SagaView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const order = useSagaOrder()
  const goals = useGoals(sagaGoals(order.tried))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="M5"
      title="Saga and compensation"
      lead="Work that spans services goes forward step by step, and back by undoing each step."
      group="Messaging"
      next={{ href: '/lab/dead-letters', name: 'M6 Dead letters' }}
      done={progress({ predicted: chosen !== null, acted: order.tried !== undefined, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfPrints(order.tried)} />,
        Do: <SagaDo order={order} />,
        Watch: <SagaWatch tried={order.tried} at={order.at} />,
        Why: <Why paragraphs={sagaText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={sagaText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'Your print was set aside, and then the bank says no. What becomes of the print?',
  answers: [
    { value: 'held', text: 'It stays set aside until its hold runs out' },
    { value: 'released', text: 'It goes back on the wall at once' },
    { value: 'never', text: 'It was never set aside: money comes first' },
  ],
}
