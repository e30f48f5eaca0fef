'use client'

import type { Comparison } from '@switchyard/contracts/lab'
import { Button } from '~/components/button'
import { Range } from '~/components/range'
import { AttemptWaterfall } from '../attempt-waterfall'
import { mostTelling, msInWords } from '../lane-words'

interface CallByCallProps {
  comparison: Comparison
  titles: readonly string[]
  /** The call that is looked at; undefined: the most telling one. */
  chosen: number | undefined
  onChoose: (place: number | undefined) => void
}

/** The same call in both lanes, try by try; the slider goes through all of them. */
export function CallByCall({ comparison, titles, chosen, onChoose }: CallByCallProps) {
  const { lanes } = comparison
  const count = lanes[0]?.calls.length ?? 0
  const place = Math.min(chosen ?? mostTelling(lanes), Math.max(0, count - 1))
  const shown = lanes.flatMap(({ calls }) => calls[place] ?? [])
  const until = Math.max(1, ...shown.map(({ ms }) => ms))
  if (count === 0) return null
  return (
    <div className="by-call">
      <div className="row between">
        <Range
          label="Call by call"
          value={place + 1}
          min={1}
          max={Math.max(2, count)}
          format={(value) => `No. ${value}, due after ${msInWords(shown[0]?.atMs)}`}
          onChange={(value) => onChoose(Math.min(value, count) - 1)}
        />
        <Button small look="quiet" onClick={() => onChoose(undefined)}>
          The most telling one
        </Button>
      </div>
      <div className="ways">
        {lanes.map(({ calls }, lane) => {
          const call = calls[place]
          const title = titles[lane] ?? ''
          return (
            <div key={title}>
              <p className="cap">{title}</p>
              {call ? <AttemptWaterfall call={call} until={until} /> : <p className="small dim">Not known.</p>}
            </div>
          )
        })}
      </div>
    </div>
  )
}
