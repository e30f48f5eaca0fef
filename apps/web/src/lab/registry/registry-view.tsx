'use client'

import { useState } from 'react'
import { answeredLately } from '../call-history'
import { GoalList } from '../goal-list'
import { LabClosed } from '../lab-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { useCallers } from '../use-callers'
import { useGoals } from '../use-goals'
import { useLabAct } from '../use-lab-act'
import { useScale } from '../use-scale'
import { useSteadyCalls } from '../use-steady-calls'
import { useSystem } from '../use-system'
import { Why } from '../why'
import { RegistryDo } from './registry-do'
import { registryGoals, whatCameOfDeath } from './registry-goals'
import { registryText } from './registry-text'
import { RegistryWatch } from './registry-watch'
import { useStory } from './use-story'

/** The registry: who is there, who is called, and what a visitor's own calls notice when that changes. */
export function RegistryView() {
  const { system, at, missing } = useSystem()
  const callers = useCallers()
  const acting = useLabAct()
  const scaling = useScale('inventory')
  const [calling, setCalling] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const calls = useSteadyCalls(calling)
  const instances = system?.instances?.filter(({ service }) => service === 'inventory' || service === 'orders') ?? []
  const lately = answeredLately(callers.history, 'inventory')
  const story = useStory({ instances, calls, calling, lately, wiped: acting.wiped }, at)
  const goals = useGoals(registryGoals(story, calls))
  const came = whatCameOfDeath(story, calls)
  if (missing === 'closed') return <LabClosed />
  const acted = acting.told !== undefined || scaling.told !== undefined
  return (
    <PatternPage
      id="D1"
      title="Registry"
      lead="Nobody is told an address. Whoever is there says so, again and again; whoever falls silent is left out."
      group="Discovery"
      next={{ href: '/lab/load-balancing', name: 'D3 Load balancing' }}
      done={progress({ predicted: chosen !== null, acted, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={came} />,
        Do: (
          <RegistryDo {...{ system, at, acting, scaling, calling }} callers={callers.callers} onCalling={setCalling} />
        ),
        Watch: <RegistryWatch system={system} callers={callers} calls={calls} />,
        Why: <Why paragraphs={registryText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={registryText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'Ten calls a second go to two instances of inventory. One is killed. How many of your calls fail?',
  answers: [
    { value: 'half', text: 'About half, until the host has started it again' },
    { value: 'few', text: 'A handful, until its lease runs out' },
    { value: 'none', text: 'None' },
  ],
}
