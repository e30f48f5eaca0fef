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
import { RealtimeDo } from './realtime-do'
import { realtimeGoals, whatCameAfterCut } from './realtime-goals'
import { realtimeText } from './realtime-text'
import { RealtimeWatch } from './realtime-watch'
import { useRealtime } from './use-realtime'

/** An order that tells of itself, and a stream that is cut while it does. */
export function RealtimeView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const live = useRealtime()
  const { story, tabs } = live
  const goals = useGoals(realtimeGoals(story, tabs))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="G11"
      title="Live streams"
      lead="An order tells of itself as it moves. A stream that was cut goes on after the last number that was seen."
      group="Gateway"
      next={{ href: '/lab/queues', name: 'M1 Queues' }}
      done={progress({ predicted: chosen !== null, acted: story.openings.length > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameAfterCut(story)} />,
        Do: <RealtimeDo live={live} />,
        Watch: <RealtimeWatch live={live} />,
        Why: <Why paragraphs={realtimeText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={realtimeText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'Your stream is cut, and your order moves on twice. What does the stream tell once it is open again?',
  answers: [
    { value: 'lost', text: 'What happens from then on: the rest went by' },
    { value: 'again', text: 'The order from its start, so some of it twice' },
    { value: 'rest', text: 'What was not told before, and nothing else' },
  ],
}
