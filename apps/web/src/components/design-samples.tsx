import { prints } from '@switchyard/art/prints'
import { BreakerDial } from './breaker-dial'
import { LaneTimeline } from './lane-timeline'
import { Lanes } from './lanes'
import { LeaseBar } from './lease-bar'
import { Plate } from './museum-label'
import { Notice } from './notice'
import { PrintFrame } from './print-frame'
import { EmptyTile } from './print-tile'
import { QueueStrip } from './queue-strip'
import { ScaleFigure } from './scale-figure'
import { Seal } from './seal'
import { Waterfall } from './waterfall'

/** One notice of each tone. */
export const Notices = () => (
  <>
    <Notice tone="warn" title="A little slower, please">
      The door opens again in <span className="num">12&thinsp;s</span>; your bag is safe.
    </Notice>
    <Notice tone="bad" title="The bank said no">
      Nothing was charged, and your prints are back on the wall.
    </Notice>
    <Notice tone="work" title="Still with the bank">
      We ask again by ourselves.
    </Notice>
    <Notice tone="ok" title="Confirmed: you have No. 64 of 100" />
    <Notice title="You are offline">Browsing works from memory. Orders wait until you are back.</Notice>
  </>
)

/** Everything that draws time. */
export function Times() {
  return (
    <>
      <LaneTimeline
        steps={[
          { key: '1', title: 'Reserved', state: 'done', at: sampleInstant, reason: 'Two prints set aside.' },
          { key: '2', title: 'Confirming', state: 'now', reason: 'Writing your numbers.' },
          { key: '3', title: 'Confirmed', state: 'next' },
        ]}
      />
      <Lanes
        until={100}
        lanes={[
          { name: 'orders', bars: [{ key: 'a', from: 0, to: 22, label: 'place', state: 'done' }] },
          { name: 'inventory', bars: [{ key: 'b', from: 32, to: 54, label: 'reserve', state: 'done' }] },
          { name: 'payments', bars: [{ key: 'c', from: 63, to: 85, label: 'declined', state: 'undo' }] },
        ]}
      />
      <div className="row">
        <LeaseBar leftMs={4_100} ttlMs={5_000} />
        <LeaseBar leftMs={1_100} ttlMs={5_000} />
        <LeaseBar leftMs={0} ttlMs={5_000} />
      </div>
      <div className="ds-dials">
        <BreakerDial breaker={{ state: 'closed', trialInMs: null, openMs: 4_000 }} />
        <BreakerDial breaker={{ state: 'open', trialInMs: 1_500, openMs: 4_000 }} />
        <BreakerDial breaker={{ state: 'half-open', trialInMs: 0, openMs: 4_000 }} />
      </div>
      <Waterfall
        until={30}
        spans={[
          { key: 'a', service: 'gateway-1', name: 'bySlug', depth: 0, from: 0, ms: 29.4, kind: 'self' },
          { key: 'b', service: 'cache', name: 'hit', depth: 1, from: 1, ms: 0.6, kind: 'cache' },
          { key: 'c', service: 'inventory-2', name: 'stock', depth: 1, from: 2, ms: 9.8 },
        ]}
      />
      {sampleQueues.map((counts) => (
        <QueueStrip key={counts.queue} counts={counts} />
      ))}
    </>
  )
}

/** Everything that hangs on a wall. */
export function Wall() {
  const [one, two] = prints
  return (
    <>
      <div className="ds-f wall">
        {one && <PrintFrame slug={one.slug} alt={`${one.title}, framed`} />}
        {two && <PrintFrame slug={two.slug} alt={`${two.title}, framed`} mould="oak" />}
        <Plate title="Contour No. 2" lines={['Contours, 2026', 'Pigment ink on cotton rag']} />
        <div className="ds-seal">
          <Seal done={4} title="No. 64" caption="of 100" voice="works" />
        </div>
        <div className="ds-seal">
          <Seal done={3} working title="Paid" caption="step 3 of 4" />
        </div>
        <div className="ds-scale">
          <ScaleFigure size="a2" sizes={['a3', 'a2', 'a1']} />
        </div>
      </div>
      <ul className="cards">
        <EmptyTile />
        <EmptyTile />
      </ul>
    </>
  )
}

const sampleInstant = '2026-11-21T20:00:04.139Z'
/** Two queues, as a busy evening has them. */
export const sampleQueues = [
  {
    queue: 'reserve',
    active: 2,
    waiting: 14,
    delayed: 0,
    failed: 0,
    held: 0,
    backlogMax: 10_000,
    canary: null,
    oldestAt: null,
    done: [],
  },
  {
    queue: 'charge',
    active: 2,
    waiting: 5,
    delayed: 3,
    failed: 1,
    held: 0,
    backlogMax: 10_000,
    canary: null,
    oldestAt: null,
    done: [],
  },
]
