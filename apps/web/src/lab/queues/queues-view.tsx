'use client'

import { useState } from 'react'
import { GoalList } from '../goal-list'
import { LabClosed } from '../lab-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { useGoals } from '../use-goals'
import { useScale } from '../use-scale'
import { useSystem } from '../use-system'
import { Why } from '../why'
import { QueuesDo } from './queues-do'
import { queuesGoals, whatCameOfOrders } from './queues-goals'
import { queuesText } from './queues-text'
import { QueuesWatch } from './queues-watch'
import { useQueueHistory } from './use-queue-history'
import { useQueueHurts } from './use-queue-hurts'
import { useQueueRuns } from './use-queue-runs'

/** A queue that fills, holds back and drains, and whoever takes from it. */
export function QueuesView() {
  const { system, at, missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const hurts = useQueueHurts()
  const scaling = useScale('orders')
  const history = useQueueHistory(system, at)
  const placing = useQueueRuns({ system, at, slow: hurts.isOn('latency') })
  const { runs } = placing
  const goals = useGoals(queuesGoals(runs))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="M1"
      title="Queues and back-pressure"
      lead="Whoever is free takes the next message. More than fits waits where it costs nothing."
      group="Messaging"
      next={{ href: '/lab/saga', name: 'M5 Saga' }}
      done={progress({ predicted: chosen !== null, acted: runs.length > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfOrders(runs)} />,
        Do: <QueuesDo system={system} hurts={hurts} runs={placing} scaling={scaling} />,
        Watch: <QueuesWatch system={system} at={at} history={history} runs={runs} />,
        Why: <Why paragraphs={queuesText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={queuesText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'The mailroom is slow and its queue is full. What becomes of the orders that are placed now?',
  answers: [
    { value: 'refused', text: 'They are refused until there is room' },
    { value: 'lost', text: 'They go through, and some of their mails are lost' },
    { value: 'late', text: 'They go through as ever, and only their mails are late' },
  ],
}
