import { prints } from '@switchyard/art/prints'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Controls } from '~/components/design-controls'
import { EditionMeter } from '~/components/edition-meter'
import { LaneTimeline } from '~/components/lane-timeline'
import { Lanes } from '~/components/lanes'
import { LeaseBar } from '~/components/lease-bar'
import { Plate } from '~/components/museum-label'
import { Notice } from '~/components/notice'
import { PrintFrame } from '~/components/print-frame'
import { EmptyTile } from '~/components/print-tile'
import { QueueStrip } from '~/components/queue-strip'
import { ScaleFigure } from '~/components/scale-figure'
import { Seal } from '~/components/seal'
import { ServiceMap } from '~/components/service-map'
import { SmallMeter } from '~/components/small-meter'
import { type DotState, StateDot } from '~/components/state-dot'
import { Waterfall } from '~/components/waterfall'

export const metadata: Metadata = { title: 'Design sheet' }

/** The sheet of all parts, each in its states, with samples that are plainly samples. */
export default function DesignPage() {
  return (
    <main id="main" className="page">
      <header className="cat-h ds-top">
        <h1>Design sheet</h1>
        <p className="lead">
          One dot, one thing. Serif italic for the works, sans for the house, mono for the machine.
        </p>
      </header>
      <Part title="Ground and ink" note="OKLCH, one light-dark() pair each.">
        <Swatches names={grounds} />
        <Swatches names={states} />
      </Part>
      <Part title="Three voices" note="Ten steps, t-1 to t-10.">
        <p className="ds-works">
          <em>Contour No. 2</em>
        </p>
        <p className="ds-house">Drawn by a rule</p>
        <p className="ds-machine">orders-1 0123456789 4.1 ms</p>
      </Part>
      <Part title="StateDot" note="Shape, word, then colour.">
        <div className="legend ds-dots">
          {dots.map(([state, word]) => (
            <StateDot key={state} state={state}>
              {word}
            </StateDot>
          ))}
        </div>
      </Part>
      <Part title="EditionMeter" note="Large: left. Ring: being paid for. Small: sold. Dashed: not known.">
        <EditionMeter edition={100} available={37} held={2} />
        <EditionMeter edition={100} available={0} />
        <EditionMeter edition={100} available={null} />
        <EditionMeter edition={500} available={212} held={9} />
        <p>
          <SmallMeter edition={100} available={64} />
        </p>
      </Part>
      <Part title="Buttons, fields, choices" note="46px, 32 small; steppers 44.">
        <Controls />
      </Part>
      <Part title="Notice" note="What happened, what it means, one way on.">
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
      </Part>
      <Part title="Time" note="LaneTimeline, Lanes, LeaseBar, Waterfall, QueueStrip.">
        <Times />
      </Part>
      <Part title="On the wall" note="PrintFrame, Plate, ScaleFigure, Seal, and the mat before the picture.">
        <Wall />
      </Part>
      <Part title="ServiceMap" note="Boxes, instances, who speaks to whom. A sample; the lab has the real one.">
        <div className="ds-map">
          <ServiceMap instances={sampleInstances} captions={{ redis: 'registry, hints' }} queues={sampleQueues} />
        </div>
      </Part>
    </main>
  )
}

function Part({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="ds">
      <div>
        <h2>{title}</h2>
        <p className="small dim">{note}</p>
      </div>
      <div className="stack">{children}</div>
    </section>
  )
}

const Swatches = ({ names }: { names: readonly string[] }) => (
  <ul className="sws">
    {names.map((name) => (
      <li key={name}>
        <i style={{ background: `var(--${name})` }} />
        <code>--{name}</code>
      </li>
    ))}
  </ul>
)

function Times() {
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

function Wall() {
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

const grounds = [
  'ground',
  'sheet',
  'sunk',
  'wall',
  'wall-lit',
  'wall-foot',
  'line',
  'line-strong',
  'text',
  'text-2',
  'text-3',
  'ink',
  'ink-wash',
]
const states = ['ok', 'warn', 'bad', 'off', 'sold', 'ok-wash', 'warn-wash', 'bad-wash', 'mould', 'oak', 'mat', 'bevel']
const dots: [DotState, string][] = [
  ['ready', 'Ready'],
  ['work', 'Working'],
  ['half', 'Half-open'],
  ['warn', 'Draining'],
  ['bad', 'Failed'],
  ['frozen', 'Frozen'],
  ['wait', 'Waiting'],
  ['off', 'Dead'],
  ['sold', 'Sold out'],
]
const sampleInstant = '2026-11-21T20:00:04.139Z'
const sampleQueues = [
  { queue: 'reserve', active: 2, waiting: 14, delayed: 0, failed: 0 },
  { queue: 'charge', active: 2, waiting: 5, delayed: 3, failed: 1 },
]
const sampleInstances = {
  gateway: [{ id: 'gateway-1', state: 'ready' }],
  web: [{ id: 'web-1', state: 'ready' }],
  orders: [
    { id: 'orders-1', state: 'ready' },
    { id: 'orders-2', state: 'frozen' },
  ],
  inventory: [
    { id: 'inventory-1', state: 'draining' },
    { id: 'inventory-2', state: 'dead' },
    { id: 'inventory-3', state: 'starting' },
  ],
} as const
