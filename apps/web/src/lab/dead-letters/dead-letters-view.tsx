'use client'

import { useState } from 'react'
import { useStaffBadge } from '~/office/use-staff-badge'
import { GoalList } from '../goal-list'
import { LabClosed } from '../lab-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { useGoals } from '../use-goals'
import { useSystem } from '../use-system'
import { Why } from '../why'
import { DeadLettersDo } from './dead-letters-do'
import { deadLetterGoals, whatCameOfPresses } from './dead-letters-goals'
import { deadLettersText } from './dead-letters-text'
import { DeadLettersWatch } from './dead-letters-watch'
import { queue } from './poison'
import { usePoison } from './use-poison'
import { usePoisonedLetter } from './use-poisoned-letter'

/** A message that cannot be applied: what becomes of it, and of everything behind it. */
export function DeadLettersView() {
  const { system, at, missing } = useSystem()
  const { by } = useStaffBadge()
  const [chosen, setChosen] = useState<string | null>(null)
  const poison = usePoison()
  const story = usePoisonedLetter(poison.poisoned)
  const counts = system?.queues?.find((one) => one.queue === queue)
  const seen = { letter: story.letter, queue: counts, mails: story.mails, presses: story.presses }
  const goals = useGoals(deadLetterGoals(seen))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="M6"
      title="Dead letters"
      lead="A message that nobody can apply is put aside with its reason, until a person has mended, replayed or dropped it."
      group="Messaging"
      next={{ href: '/lab/resilience', name: 'S3 – S6 Around a call' }}
      done={progress({ predicted: chosen !== null, acted: poison.poisoned !== undefined, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfPresses(seen)} />,
        Do: <DeadLettersDo poison={poison} story={story} />,
        Watch: <DeadLettersWatch story={story} counts={counts} at={at} me={by} />,
        Why: <Why paragraphs={deadLettersText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={deadLettersText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'The mail that tells of a cancelled order never went out: its message was put aside. Four people press Replay at the same moment. How many mails arrive?',
  answers: [
    { value: 'four', text: 'Four, or at least more than one' },
    { value: 'one', text: 'One' },
    { value: 'none', text: 'None, for a replay must be asked for alone' },
  ],
}
