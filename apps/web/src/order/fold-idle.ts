/** A stretch of a time axis in which nothing happened, drawn shorter than it was. */
export interface Fold {
  /** Where it is drawn. */
  from: number
  to: number
  /** How long it really was. */
  lasted: number
}

interface Span {
  from: number
  to: number
}

/**
 * A time axis without its long silences: an idle stretch of more than a third of the whole is drawn as wide as a fifth of
 * the rest, so that what happened around it can still be read. Gives where each instant is drawn, and the folds to label.
 */
export function foldIdle(spans: readonly Span[], until: number): { draw: (at: number) => number; folds: Fold[] } {
  const idle = idleBetween(spans).filter(({ from, to }) => to - from > until / 3)
  const busy = until - idle.reduce((sum, { from, to }) => sum + to - from, 0)
  const drawnAs = busy / 5
  const draw = (at: number) =>
    idle.reduce((drawn, { from, to }) => {
      if (at <= from) return drawn
      return drawn - (Math.min(at, to) - from) * (1 - drawnAs / (to - from))
    }, at)
  return { draw, folds: idle.map(({ from, to }) => ({ from: draw(from), to: draw(to), lasted: to - from })) }
}

function idleBetween(spans: readonly Span[]): Span[] {
  const inOrder = [...spans].sort((a, b) => a.from - b.from)
  let reached = inOrder[0]?.from ?? 0
  return inOrder.flatMap(({ from, to }) => {
    const gap = { from: reached, to: from }
    reached = Math.max(reached, to)
    return gap.to > gap.from ? [gap] : []
  })
}
