import type { ReactNode } from 'react'
import { CallDots } from './call-dots'
import { diameterOf } from './diameter'
import { byInstance, kindOf, type Lane, laneInWords, msInWords } from './lane-words'

/** One way of making the calls: what came of it in words, and whatever picture stands below. */
export function LaneFrame({ title, lane, children }: { title: string; lane: Lane; children: ReactNode }) {
  return (
    <section className="way" aria-label={title}>
      <h3>{title}</h3>
      <p className="small num">{laneInWords(lane)}</p>
      {children}
      <dl className="figures">
        <Fact name="half within" value={msInWords(lane.p50Ms)} />
        <Fact name="99 of 100 within" value={msInWords(lane.p99Ms)} />
        <Fact name="failed" value={String(lane.failed)} />
      </dl>
    </section>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd className="num">{value}</dd>
  </div>
)

/** A lane's dots, instance by instance. */
export const DotsByInstance = ({ lane }: { lane: Lane }) => (
  <div>
    {byInstance(lane).map(({ instanceId, calls, medianMs }) => (
      <div key={instanceId ?? ''} className="way-i">
        {instanceId ? <code>{instanceId}</code> : <span>nobody answered</span>}
        <span className="num dim">
          {calls.length}
          {medianMs !== null && <span className="dimmer">, {msInWords(medianMs)}</span>}
        </span>
        <CallDots
          calls={calls.map((call) => ({ key: lane.calls.indexOf(call), kind: kindOf(call), ms: call.ms }))}
          label={`Calls of ${instanceId ?? 'nobody'}`}
        />
      </div>
    ))}
  </div>
)

/** What the sizes of the dots mean. */
export const DotSizes = () => (
  <p className="cap dot-sizes">
    1 dot = 1 call
    {[5, 50, 500].map((ms) => (
      <span key={ms}>
        <i style={{ '--d': `${diameterOf(ms)}px` }} aria-hidden="true" /> {ms} ms
      </span>
    ))}
  </p>
)
