'use client'

import { useState } from 'react'
import { ComparisonWatch } from '../comparison-watch'
import { GoalList } from '../goal-list'
import { hurtInstance } from '../hurt-instance'
import { LabClosed } from '../lab-view'
import { DotsByInstance } from '../lane-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { strategyWords } from '../terms-words'
import { useGoals } from '../use-goals'
import { useSystem } from '../use-system'
import { Why } from '../why'
import { BalancingDo, type BalancingSetting } from './balancing-do'
import { balancingGoals, type Ran, whatCameOfSlowness } from './balancing-goals'
import { balancingText } from './balancing-text'
import { useBalancingRun } from './use-balancing-run'

const first: BalancingSetting = { left: 'least-pending', right: 'round-robin', slow: true }

/** Two ways of choosing an instance, under the same calls at the same time. */
export function BalancingView() {
  const { system, missing } = useSystem()
  const [setting, setSetting] = useState(first)
  const [chosen, setChosen] = useState<string | null>(null)
  const { run, ran, running, refused } = useBalancingRun()
  const goals = useGoals(balancingGoals(ran))
  const target = hurtInstance(system)
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="D3"
      title="Load balancing"
      lead="Several can answer. Who is asked decides how long you wait."
      group="Discovery"
      next={{ href: '/lab/resilience', name: 'S4 Timeouts, retries, breaker' }}
      done={progress({ predicted: chosen !== null, acted: ran !== null, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameOfSlowness(ran)} />,
        Do: (
          <BalancingDo
            {...{ setting, target, running, refused }}
            onSet={setSetting}
            onRun={() => void run(setting, target)}
          />
        ),
        Watch: (
          <div className="watch">
            <ComparisonWatch
              comparison={ran?.comparison}
              running={running}
              titles={titlesOf(ran)}
              picture={(lane) => <DotsByInstance lane={lane} />}
            />
          </div>
        ),
        Why: <Why paragraphs={balancingText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={balancingText.readings} />,
      }}
    />
  )
}

const titlesOf = (ran: Ran | null) =>
  ran?.comparison.lanes.map(({ strategy }) => (strategy ? strategyWords[strategy] : 'By policy')) ?? []

const prediction = {
  question: 'One instance answers 200 ms later than the others. Which way of choosing sends it fewer of 60 calls?',
  answers: [
    { value: 'round-robin', text: 'Round robin' },
    { value: 'least-pending', text: 'Least pending of two' },
    { value: 'same', text: 'Both the same: nobody measures how fast it is' },
  ],
}
