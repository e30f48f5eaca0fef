import { formatAge } from '~/time'

/** One piece of work in a lane; `from` and `to` in milliseconds since the first. Waiting work is drawn as an outline. */
export interface LaneBar {
  key: string
  from: number
  to: number
  /** How long it took, where it is not drawn to the axis' scale. */
  lasted?: number
  label: string
  state: 'done' | 'now' | 'wait' | 'undo'
}

interface LanesProps {
  lanes: readonly { name: string; bars: readonly LaneBar[] }[]
  /** The end of the axis, in milliseconds. */
  until: number
  /** The true end, where long silences are drawn short. */
  total?: number
  folds?: readonly { from: number; to: number; lasted: number }[]
}

/** Who did what when: one lane a service, forward steps solid, undone ones outlined in red. */
export function Lanes({ lanes, until, total = until, folds = [] }: LanesProps) {
  const width = Math.max(1, until)
  const percent = (ms: number) => `${((ms / width) * 100).toFixed(2)}%`
  return (
    <div className="lanes" style={{ '--c0': '11ch' }}>
      {lanes.map((lane) => (
        <div key={lane.name} className="lane">
          <span>{lane.name}</span>
          <div>
            {lane.bars.map((bar, index) => (
              <i
                key={bar.key}
                className={barClass(bar, width)}
                style={{
                  left: percent(bar.from),
                  width: percent(bar.to - bar.from),
                  // What began first is on top: its name may stand beside it, where the next one is.
                  zIndex: lane.bars.length - index,
                }}
                title={`${bar.label}: ${Math.round(bar.lasted ?? bar.to - bar.from)} ms`}
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
          {(folds.length > 0 ? [0] : [0, 0.25, 0.5, 0.75]).map((share) => (
            <span key={share}>{Math.round(width * share)}</span>
          ))}
          {folds.map((fold) => (
            <span key={fold.from} className="fold" style={{ left: percent((fold.from + fold.to) / 2) }}>
              +{formatAge(fold.lasted)}
            </span>
          ))}
          <span>{Math.round(total)} ms</span>
        </div>
      </div>
    </div>
  )
}

function barClass(bar: LaneBar, width: number): string {
  const narrow = (bar.to - bar.from) / width < 0.12
  return [bar.state === 'done' ? '' : bar.state, narrow ? 'sm' : ''].filter(Boolean).join(' ')
}
