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
import { CacheDo } from './cache-do'
import { cacheGoals, whatTheCrowdCost } from './cache-goals'
import { cacheText } from './cache-text'
import { CacheWatch } from './cache-watch'
import { useCache } from './use-cache'

/** What the gateway keeps of its services' answers, a crowd that finds nothing kept, and what ends a copy. */
export function CacheView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const cache = useCache()
  const { story } = cache
  const goals = useGoals(cacheGoals(story))
  if (missing === 'closed') return <LabClosed />
  const acted = story.cold !== null || story.past !== null || story.twice !== null || story.changes.length > 0
  return (
    <PatternPage
      id="G6"
      title="Cache and stampede"
      lead="What is the same for everybody is asked for once, given to all who want it, and ends when it changes."
      group="Gateway"
      next={{ href: '/lab/versions', name: 'G7 Versions' }}
      done={progress({ predicted: chosen !== null, acted, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatTheCrowdCost(story)} />,
        Do: <CacheDo cache={cache} />,
        Watch: <CacheWatch story={story} />,
        Why: <Why paragraphs={cacheText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={cacheText.readings} />,
      }}
    />
  )
}

const prediction = {
  question:
    'Twenty ask at the same moment for a page of the catalogue, in four requests. Nobody has a copy of it. How often is inventory asked?',
  answers: [
    { value: 'twenty', text: 'Twenty times: there is no copy to give' },
    { value: 'four', text: 'Four times: once for each request' },
    { value: 'once', text: 'Once: the others wait for that answer' },
  ],
}
