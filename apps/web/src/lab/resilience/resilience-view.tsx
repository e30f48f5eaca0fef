'use client'

import { useState } from 'react'
import { GoalList } from '../goal-list'
import { hurtInstance } from '../hurt-instance'
import { LabClosed } from '../lab-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { useCallers } from '../use-callers'
import { useGoals } from '../use-goals'
import { useSystem } from '../use-system'
import { Why } from '../why'
import { firstSetting } from './harm'
import { ResilienceDo } from './resilience-do'
import { resilienceGoals, whatCameOfErrors } from './resilience-goals'
import { resilienceText } from './resilience-text'
import { ResilienceWatch } from './resilience-watch'
import { useResilienceRun } from './use-resilience-run'

/** The same calls with every pattern and without some, under a harm that hits this visitor alone. */
export function ResilienceView() {
  const { system, missing } = useSystem()
  const callers = useCallers()
  const [setting, setSetting] = useState(firstSetting)
  const [chosen, setChosen] = useState<string | null>(null)
  const { run, take, ran, running, refused } = useResilienceRun()
  const caller = callers.callers?.find(({ service }) => service === 'inventory')
  const goals = useGoals(resilienceGoals(ran, caller))
  const target = hurtInstance(system)
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="S3 – S6"
      title="Timeouts, retries, breaker"
      lead="What a call does so that you need not notice what happened to it."
      group="Synchronous"
      next={{ href: '/lab/registry', name: 'D1 Registry' }}
      done={progress({ predicted: chosen !== null, acted: ran !== null, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfErrors(ran)} />,
        Do: (
          <ResilienceDo
            {...{ setting, target, running, refused }}
            onSet={setSetting}
            onRun={() => void run(setting, target)}
            onTake={() => void take(setting)}
          />
        ),
        Watch: <ResilienceWatch comparison={ran?.comparison} running={running} callers={callers} />,
        Why: <Why paragraphs={resilienceText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={resilienceText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'Half of what one of two instances answers is a failure. Of 60 calls with every pattern, how many fail?',
  answers: [
    { value: 'quarter', text: 'About fifteen, a quarter of them' },
    { value: 'few', text: 'A few' },
    { value: 'none', text: 'None' },
  ],
}
