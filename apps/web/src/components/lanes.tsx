/** One piece of work in a lane; `from` and `to` in milliseconds since the first. Waiting work is drawn as an outline. */
export interface LaneBar {
  key: string
  from: number
  to: number
  label: string
  state: 'done' | 'now' | 'wait' | 'undo'
}

interface LanesProps {
  lanes: readonly { name: string; bars: readonly LaneBar[] }[]
  /** The end of the axis, in milliseconds. */
  until: number
}

/** Who did what when: one lane a service, forward steps solid, undone ones outlined in red. */
export function Lanes({ lanes, until }: LanesProps) {
  const width = Math.max(1, until)
  const percent = (ms: number) => `${((ms / width) * 100).toFixed(2)}%`
  return (
    <div className="lanes" style={{ '--c0': '11ch' }}>
      {lanes.map((lane) => (
        <div key={lane.name} className="lane">
          <span>{lane.name}</span>
          <div>
            {lane.bars.map((bar) => (
              <i
                key={bar.key}
                className={barClass(bar, width)}
                style={{ left: percent(bar.from), width: percent(bar.to - bar.from) }}
                title={`${bar.label}: ${Math.round(bar.to - bar.from)} ms`}
              >
                <b>{bar.label}</b>
              </i>
            ))}
          </div>
        </div>
      ))}
      <div className="lane ax">
        <span />
        <div>
          {[0, 0.25, 0.5, 0.75].map((share) => (
            <span key={share}>{Math.round(width * share)}</span>
          ))}
          <span>{Math.round(width)} ms</span>
        </div>
      </div>
    </div>
  )
}

function barClass(bar: LaneBar, width: number): string {
  const narrow = (bar.to - bar.from) / width < 0.12
  return [bar.state === 'done' ? '' : bar.state, narrow ? 'sm' : ''].filter(Boolean).join(' ')
}
