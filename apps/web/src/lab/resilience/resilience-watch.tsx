'use client'

import type { Comparison } from '@switchyard/contracts/lab'
import { useState } from 'react'
import { CallDots } from '../call-dots'
import { ComparisonWatch } from '../comparison-watch'
import { kindOf, mostTelling } from '../lane-words'
import { listed, patternWords } from '../terms-words'
import type { CallersNow } from '../use-callers'
import { CallByCall } from './call-by-call'
import { CallerFigures } from './caller-figures'

interface ResilienceWatchProps {
  comparison: Comparison | undefined
  running: boolean
  callers: CallersNow
}

/** Both lanes, then one call of them try by try, then what the gateway's own patterns have done. */
export function ResilienceWatch({ comparison, running, callers }: ResilienceWatchProps) {
  const [chosen, setChosen] = useState<number>()
  const titles = comparison?.lanes.map(({ without }) => titleOf(without)) ?? []
  const at = comparison && (chosen ?? mostTelling(comparison.lanes))
  return (
    <div className="watch">
      <ComparisonWatch
        comparison={comparison}
        running={running}
        titles={titles}
        picture={({ calls }) => (
          <CallDots
            calls={calls.map((call, key) => ({ key, kind: kindOf(call), ms: call.ms }))}
            label="Calls in the order in which they were due"
            at={at}
          />
        )}
      >
        {comparison && <CallByCall {...{ comparison, titles, chosen }} onChoose={setChosen} />}
      </ComparisonWatch>
      <CallerFigures callers={callers} />
    </div>
  )
}

const titleOf = (without: Comparison['lanes'][number]['without']) =>
  without.length === 0
    ? 'With every pattern'
    : `Without ${listed(without.map((one) => patternWords[one].toLowerCase()))}`
