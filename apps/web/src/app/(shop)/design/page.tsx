import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Controls } from '~/components/design-controls'
import { Notices, sampleQueues, Times, Wall } from '~/components/design-samples'
import { EditionMeter } from '~/components/edition-meter'
import { ServiceMap } from '~/components/service-map'
import { SmallMeter } from '~/components/small-meter'
import { type DotState, StateDot } from '~/components/state-dot'

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
        <Voices />
      </Part>
      <Part title="StateDot" note="Shape, word, then colour.">
        <Dots />
      </Part>
      <Part title="EditionMeter" note="Large: left. Ring: being paid for. Small: sold. Dashed: not known.">
        <Meters />
      </Part>
      <Part title="Buttons, fields, choices" note="46px, 32 small; steppers 44.">
        <Controls />
      </Part>
      <Part title="Notice" note="What happened, what it means, one way on.">
        <Notices />
      </Part>
      <Part title="Time" note="LaneTimeline, Lanes, LeaseBar, BreakerDial, Waterfall, QueueStrip.">
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

const Voices = () => (
  <>
    <p className="ds-works">
      <em>Contour No. 2</em>
    </p>
    <p className="ds-house">Drawn by a rule</p>
    <p className="ds-machine">orders-1 0123456789 4.1 ms</p>
  </>
)

const Dots = () => (
  <div className="legend ds-dots">
    {dots.map(([state, word]) => (
      <StateDot key={state} state={state}>
        {word}
      </StateDot>
    ))}
  </div>
)

const Meters = () => (
  <>
    <EditionMeter edition={100} available={37} held={2} />
    <EditionMeter edition={100} available={0} />
    <EditionMeter edition={100} available={null} />
    <EditionMeter edition={500} available={212} held={9} />
    <p>
      <SmallMeter edition={100} available={64} />
    </p>
  </>
)

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
