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
import { AggregationDo } from './aggregation-do'
import { aggregationGoals, whatCameWithoutSales } from './aggregation-goals'
import { aggregationText } from './aggregation-text'
import { AggregationWatch } from './aggregation-watch'
import { useAggregation } from './use-aggregation'

/** What one call of a page leads to behind the gateway, and what becomes of the page when a part of it hangs. */
export function AggregationView() {
  const { missing } = useSystem()
  const [chosen, setChosen] = useState<string | null>(null)
  const pages = useAggregation()
  const { asked, routes } = pages
  const goals = useGoals(aggregationGoals({ asked, routes: routes?.length ?? null }))
  if (missing === 'closed') return <LabClosed />
  return (
    <PatternPage
      id="G2"
      title="One call a page"
      lead="A page asks once. The gateway asks whoever knows, all at once, and names what it could not have."
      group="Gateway"
      next={{ href: '/lab/authorization', name: 'G4 Authorization' }}
      done={progress({ predicted: chosen !== null, acted: asked.length > 0, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={whatCameWithoutSales(asked)} />,
        Do: <AggregationDo pages={pages} />,
        Watch: <AggregationWatch pages={pages} />,
        Why: <Why paragraphs={aggregationText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={aggregationText.readings} />,
      }}
    />
  )
}

const prediction = {
  question: 'A print’s page needs three answers of two services. One of them never comes. What are you given?',
  answers: [
    { value: 'fails', text: 'An error: a page is whole or it is not' },
    { value: 'hangs', text: 'Nothing, for as long as that answer does not come' },
    { value: 'partial', text: 'The page without that part, which is named as missing' },
  ],
}
