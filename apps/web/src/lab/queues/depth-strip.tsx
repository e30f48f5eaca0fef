import { depthPaths, depthSize, messagesPerDot, waitingIn } from './depth-layout'
import type { Depth } from './queue-history'

/** A minute of the queue, a column a second: what is worked on, what waits, and on top what is held back. */
export function DepthStrip({ depths }: { depths: readonly Depth[] }) {
  const perDot = messagesPerDot(depths)
  const { working, waiting, held, unknown } = depthPaths(depths, perDot)
  return (
    <div className="depth">
      <svg viewBox={`0 0 ${depthSize.width} ${depthSize.height}`} role="img" aria-label={inWords(depths)}>
        <path className="w" d={waiting} />
        <path className="a" d={working} />
        <path className="h" d={held} />
        <path className="u" d={unknown} />
      </svg>
      <p className="cap legend">
        <span>{perDot === 1 ? '1 dot = 1 mail' : `1 dot = up to ${perDot} mails`}, a column a second</span>
        <span className="key a">worked on</span>
        <span className="key w">waiting on the queue</span>
        <span className="key h">held back in Postgres</span>
      </p>
    </div>
  )
}

function inWords(depths: readonly Depth[]): string {
  const counts = depths.at(-1)?.counts
  if (!counts) return 'The last minute of the queue; how it stands now is not known'
  return `The last minute of the queue; now ${counts.active} worked on, ${waitingIn(counts)} waiting, ${counts.held} held back`
}
