import type { Tick } from './call-history'

/** One instance's minute as SVG paths: its answered calls, its failed ones, and the seconds of which nothing is known. */
export interface Strip {
  answered: string
  failed: string
  unknown: string
}

const stripColumns = 60
const rowsMax = 6
/** From dot to dot, in either direction. */
const pitch = 7
export const stripSize = { width: stripColumns * pitch, height: rowsMax * pitch }

/** How many calls a dot stands for, so that the busiest second of any instance fits its column. */
export function callsPerDot(ticks: readonly Tick[]): number {
  const counts = ticks.flatMap(({ instances }) =>
    Object.values(instances ?? {}).map((one) => one.answered + one.failed),
  )
  return Math.max(1, Math.ceil(Math.max(0, ...counts) / rowsMax))
}

/** Draws the newest look at the right; a dot that is begun is drawn, so that no call goes unseen. */
export function stripOf(ticks: readonly Tick[], instanceId: string, perDot: number): Strip {
  const strip: Strip = { answered: '', failed: '', unknown: '' }
  const shown = ticks.slice(-stripColumns)
  shown.forEach(({ instances }, place) => {
    const x = (stripColumns - shown.length + place + 0.5) * pitch
    if (!instances) strip.unknown += `M${x - 2} ${yOf(0)}h4`
    const { answered, failed } = instances?.[instanceId] ?? { answered: 0, failed: 0 }
    const dots = Math.ceil(answered / perDot)
    for (let row = 0; row < dots; row++) strip.answered += `M${x} ${yOf(row)}h0`
    for (let row = dots; row < dots + Math.ceil(failed / perDot); row++) strip.failed += crossAt(x, yOf(row))
  })
  return strip
}

const yOf = (row: number) => stripSize.height - (row + 0.5) * pitch
const crossAt = (x: number, y: number) => `M${x - 2.5} ${y - 2.5}l5 5m0 -5l-5 5`
