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
import { OutboxDo } from './outbox-do'
import { outboxGoals, whatArrived } from './outbox-goals'
import { outboxText } from './outbox-text'
import { OutboxWatch } from './outbox-watch'
import { useOutboxRun } from './use-outbox-run'

/** The same notes told with an outbox and without, while Redis or a process fails. */
export function OutboxView() {
  const { system, missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const run = useOutboxRun()
  const goals = useGoals(outboxGoals(run.story))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="M3, M8"
      title="Outbox against dual write"
      lead="A message is a row, written with the change it tells of: whatever is lost on the way is sent again."
      group="Messaging"
      next={{ href: '/lab/inbox', name: 'M4 Inbox' }}
      done={progress({ predicted: chosen !== null, acted: run.run !== undefined, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatArrived(run.story)} />,
        Do: <OutboxDo run={run} system={system} />,
        Watch: <OutboxWatch run={run} />,
        Why: <Why paragraphs={outboxText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={outboxText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'Twelve notes are told of by a row of the outbox, twelve by a plain add to the queue after the commit. Redis is wiped while they are on their way. How many arrive?',
  answers: [
    { value: 'both', text: 'All of both: each was committed' },
    { value: 'none', text: 'Few of either: what was on the queue is gone' },
    { value: 'outbox', text: 'All that have a row, and only some of the others' },
  ],
}
