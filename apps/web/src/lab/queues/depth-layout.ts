import type { Depth } from './queue-history'

/** A minute of one queue as SVG paths: one column a look, from the bottom what is worked on, what waits, what is held back. */
export interface DepthPaths {
  working: string
  waiting: string
  held: string
  /** Looks that found nothing out. */
  unknown: string
}

const columns = 60
const rowsMax = 12
const pitch = 7
export const depthSize = { width: columns * pitch, height: rowsMax * pitch }

/** How many messages a dot stands for, so that the fullest look fits its column. */
export function messagesPerDot(depths: readonly Depth[]): number {
  const fullest = Math.max(
    0,
    ...depths.map(({ counts }) => (counts ? counts.active + waitingIn(counts) + counts.held : 0)),
  )
  // Each of the three kinds may begin a dot that it does not fill.
  return Math.max(1, fullest <= rowsMax ? 1 : Math.ceil(fullest / (rowsMax - 2)))
}

/** Draws the newest look at the right; a dot that is begun is drawn, so that nothing goes unseen. */
export function depthPaths(depths: readonly Depth[], perDot: number): DepthPaths {
  const paths: DepthPaths = { working: '', waiting: '', held: '', unknown: '' }
  const shown = depths.slice(-columns)
  shown.forEach(({ counts }, place) => {
    const x = (columns - shown.length + place + 0.5) * pitch
    if (!counts) {
      paths.unknown += `M${x - 2} ${yOf(0)}h4`
      return
    }
    let row = 0
    const draw = (count: number, dot: (y: number) => string) => {
      let path = ''
      for (let left = Math.ceil(count / perDot); left > 0; left--) path += dot(yOf(row++))
      return path
    }
    paths.working += draw(counts.active, (y) => `M${x} ${y}h0`)
    paths.waiting += draw(waitingIn(counts), (y) => `M${x} ${y}h0`)
    paths.held += draw(counts.held, (y) => `M${x - 2} ${y}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`)
  })
  return paths
}

/** Whoever rests before another try waits as well. */
export const waitingIn = ({ waiting, delayed }: { waiting: number; delayed: number }): number => waiting + delayed
const yOf = (row: number) => depthSize.height - (row + 0.5) * pitch
