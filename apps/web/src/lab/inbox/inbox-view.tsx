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
import { InboxDo } from './inbox-do'
import { inboxGoals, whatCameOfCopies } from './inbox-goals'
import { inboxText } from './inbox-text'
import { InboxWatch } from './inbox-watch'
import { useCopies } from './use-copies'

/** Every message of an order, five times, and what comes of it. */
export function InboxView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const copies = useCopies()
  const { story } = copies
  const goals = useGoals(inboxGoals(story))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="M4"
      title="Inbox"
      lead="A message may come five times, late and in any order. It takes effect once, for its receiver notes it with the effect."
      group="Messaging"
      next={{ href: '/lab/saga', name: 'M5 Saga' }}
      done={progress({ predicted: chosen !== null, acted: story.rounds.length > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfCopies(story)} />,
        Do: <InboxDo copies={copies} />,
        Watch: <InboxWatch story={story} at={copies.at} />,
        Why: <Why paragraphs={inboxText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={inboxText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'Reserve, charge, commit, and all that is told of an order come four times more, at once and shuffled. What becomes of the order and of the prints?',
  answers: [
    { value: 'again', text: 'Some of it is done again: a charge, a print, a mail' },
    { value: 'back', text: 'It goes back: old messages overtake newer ones' },
    { value: 'same', text: 'Nothing: not a row is written' },
  ],
}
