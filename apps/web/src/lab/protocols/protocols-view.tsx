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
import { ProtocolsDo } from './protocols-do'
import { protocolsGoals, whatTheWallTook } from './protocols-goals'
import { protocolsText } from './protocols-text'
import { ProtocolsWatch } from './protocols-watch'
import { useProtocols } from './use-protocols'

/** The same call over tRPC, REST and GraphQL, side by side. */
export function ProtocolsView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const ways = useProtocols()
  const goals = useGoals(protocolsGoals(ways.story))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="G9"
      title="Protocols"
      lead="One contract, three ways of asking. The same router checks the same rules; only the words differ."
      group="Gateway"
      next={{ href: '/lab/rate-limit', name: 'G5 Rate limit' }}
      done={progress({ predicted: chosen !== null, acted: ways.shown.length > 0, goals })}
      parts={{
        Predict: (
          <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatTheWallTook(ways.story.wall)} />
        ),
        Do: <ProtocolsDo ways={ways} />,
        Watch: <ProtocolsWatch ways={ways.shown} />,
        Why: <Why paragraphs={protocolsText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={protocolsText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'One request of GraphQL asks for fifty prints, and the stock of each. How many calls to services is that?',
  answers: [
    { value: 'many', text: 'Fifty-one: the list, and the stock of each print' },
    { value: 'two', text: 'Two: the list, and all the stock at once' },
    { value: 'one', text: 'One: the gateway knows the stock itself' },
  ],
}
