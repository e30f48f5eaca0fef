'use client'

import type { System } from '@switchyard/contracts/lab-operations'
import { useState } from 'react'
import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { Segments } from '~/components/segments'
import { ServiceMap } from '~/components/service-map'
import { StateDot } from '~/components/state-dot'
import { AgeChip } from './age-chip'
import { instanceStates } from './instance-state'
import { InstanceTable } from './instance-table'
import { LastOrderCell } from './last-order-cell'
import { mapCaptions, mapInstances } from './map-plan'
import { MapTable } from './map-table'
import { MessageCell } from './message-cell'
import { PatternCell } from './pattern-cell'
import { QueueCell } from './queue-cell'
import { useOrderPath } from './use-order-path'
import { staleAfterMs, useAge, useHeld, useSystem } from './use-system'

/** The lab's first page: the running system, live, with its switches; and the path of your last order through it. */
export function LabView() {
  const [paused, setPaused] = useState(false)
  const { system, missing, at } = useHeld(useSystem(), paused)
  const last = useHeld(useOrderPath(), paused)
  const ageMs = useAge(at)
  if (missing === 'closed') return <LabClosed />
  return (
    <div className="lab" data-stale={(ageMs !== null && ageMs > staleAfterMs) || undefined}>
      <header className="lab-h">
        <h1>Behind the wall</h1>
        <p className="dim">What the shop is made of and how it stands, as it is. Break anything: it mends itself.</p>
      </header>
      {missing === 'away' && (
        <Notice tone="warn" role="status" title="The gateway does not answer" className="lab-n">
          We ask again every second; what stands below is what it said last.
        </Notice>
      )}
      {system && (
        <>
          <MapCell system={system} at={at} paused={paused} onPause={() => setPaused(!paused)} />
          <PatternCell />
          <RegistryCell system={system} at={at} />
          <LastOrderCell last={last} />
          <QueueCell system={system} at={at} />
          <MessageCell last={last} />
        </>
      )}
    </div>
  )
}

/** In place of every page of the lab where there is none. */
export const LabClosed = () => (
  <div className="page lone">
    <BareWall level="h1" title="The lab is closed here">
      This shop runs with LAB_ENABLED=0. Start it on your own machine and the wall opens.
    </BareWall>
  </div>
)

interface MapCellProps {
  system: System
  at: number
  paused: boolean
  onPause: () => void
}

const views = [
  { value: 'map', label: 'Map' },
  { value: 'table', label: 'Table' },
] as const

function MapCell({ system, at, paused, onPause }: MapCellProps) {
  const [view, setView] = useState<'map' | 'table'>('map')
  return (
    <section className="lab-map" aria-labelledby="map">
      <header className="ph">
        <h2 id="map">Service map</h2>
        <AgeChip source="lab.system" at={at} raw={system} />
        <div className="tools">
          <Segments label="View" choices={views} value={view} onChange={setView} />
          <Button look="quiet" small onClick={onPause} aria-pressed={paused}>
            {paused ? 'Go on' : 'Pause'}
          </Button>
        </div>
      </header>
      {system.instances === null && <p className="small dim">Not known: the host could not be asked.</p>}
      {view === 'map' ? (
        <ServiceMap instances={mapInstances(system)} captions={mapCaptions(system)} queues={system.queues} />
      ) : (
        <MapTable system={system} />
      )}
      <p className="legend">
        {Object.values(instanceStates).map(({ dot, word }) => (
          <StateDot key={word} state={dot}>
            {word.toLowerCase()}
          </StateDot>
        ))}
        <span className="legend-e">solid: calls, messages, SQL; dotted: hints that may get lost</span>
      </p>
    </section>
  )
}

function RegistryCell({ system, at }: { system: System; at: number }) {
  return (
    <section className="lab-reg" aria-labelledby="registry">
      <header className="ph">
        <h2 id="registry">Registry</h2>
        <AgeChip source="host, registry" at={at} raw={system.instances} />
      </header>
      {system.instances ? (
        <InstanceTable instances={system.instances} />
      ) : (
        <p className="small dim">Not known: the host could not be asked.</p>
      )}
    </section>
  )
}
