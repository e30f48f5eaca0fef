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
import { RateLimitDo } from './rate-limit-do'
import { rateLimitGoals, whatCameOfTheFlood } from './rate-limit-goals'
import { rateLimitText } from './rate-limit-text'
import { RateLimitWatch } from './rate-limit-watch'
import { useFlood } from './use-flood'

/** More requests than one caller may send: what is let in, what is refused, and who else notices. */
export function RateLimitView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const flood = useFlood()
  const { story, sent } = flood
  const goals = useGoals(rateLimitGoals(story))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="G5"
      title="Rate limit"
      lead="Whoever asks for more than their share is told so, with the moment to come back. Nobody else notices."
      group="Gateway"
      next={{ href: '/lab/cache', name: 'G6 Cache and stampede' }}
      done={progress({ predicted: chosen !== null, acted: story.asked.length > 0, goals })}
      parts={{
        Predict: (
          <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfTheFlood(story.asked)} />
        ),
        Do: <RateLimitDo flood={flood} />,
        Watch: <RateLimitWatch story={story} sent={sent} />,
        Why: <Why paragraphs={rateLimitText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={rateLimitText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'You send fifty requests a second, many times your limit for a minute. What becomes of them?',
  answers: [
    { value: 'slower', text: 'All are answered, each later than the one before' },
    { value: 'minute', text: 'Once the limit is reached, none is answered until the minute is over' },
    { value: 'drip', text: 'A burst is answered, then a few a second; the rest is refused at once' },
  ],
}
