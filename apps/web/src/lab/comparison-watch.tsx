'use client'

import type { Comparison } from '@switchyard/contracts/lab'
import { type ReactNode, useState } from 'react'
import { ProvenanceChip } from '~/components/provenance-chip'
import { Segments } from '~/components/segments'
import { formatClock } from '~/time'
import { LaneTable } from './lane-table'
import { DotSizes, LaneFrame } from './lane-view'
import { type Lane, laneInWords } from './lane-words'

interface ComparisonWatchProps {
  comparison: Comparison | undefined
  running: boolean
  /** What each lane is called. */
  titles: readonly string[]
  /** The picture of one lane. */
  picture: (lane: Lane) => ReactNode
  /** Stands below the lanes, in the view of dots. */
  children?: ReactNode
}

const views = [
  { value: 'dots', label: 'Dots' },
  { value: 'table', label: 'Table' },
] as const

/** What came of the same calls made in two ways, side by side; a picture of something that is over, so it needs no pause. */
export function ComparisonWatch({ comparison, running, titles, picture, children }: ComparisonWatchProps) {
  const [view, setView] = useState<'dots' | 'table'>('dots')
  if (!comparison)
    return (
      <p className="small dim" role="status">
        {running ? 'The calls are on their way.' : 'Nothing was sent yet; what comes of it stands here.'}
      </p>
    )
  const lanes = comparison.lanes.map((lane, place) => ({ key: `lane ${place}`, title: titles[place] ?? '', lane }))
  return (
    <>
      <header className="ph">
        <ProvenanceChip source="lab.compare" raw={comparison}>
          {comparison.operation}, {formatClock(comparison.at).slice(0, 8)} UTC
        </ProvenanceChip>
        <div className="tools">
          <Segments label="View" choices={views} value={view} onChange={setView} />
        </div>
      </header>
      <p className="vh" role="status">
        {running
          ? 'The calls are on their way.'
          : lanes.map(({ title, lane }) => `${title}: ${laneInWords(lane)}.`).join(' ')}
      </p>
      {view === 'table' ? (
        <LaneTable lanes={lanes} />
      ) : (
        <>
          <div className="ways" data-running={running || undefined}>
            {lanes.map(({ key, title, lane }) => (
              <LaneFrame key={key} title={title} lane={lane}>
                {picture(lane)}
              </LaneFrame>
            ))}
          </div>
          <DotSizes />
          {children}
        </>
      )}
    </>
  )
}
