import { type Figure, isCost, isMet, type Unit } from './figure.ts'

/** The figures for a terminal: what, how much, between which bounds, and whether that is within its goal. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [['', 'median', 'min–max', 'goal', ''], ...figures.map(rowOf)]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowOf(figure: Figure): string[] {
  const { what, median, min, max, goal, unit } = figure
  const told = tellers[unit]
  const sign = isCost(unit) ? '≤' : '≥'
  const met = isMet(figure)
  const judged = met === undefined ? '' : met ? 'met' : 'NOT MET'
  return [what, told(median), `${told(min)}–${told(max)}`, goal === undefined ? '' : `${sign} ${told(goal)}`, judged]
}

const tellers: Readonly<Record<Unit, (value: number) => string>> = {
  µs: us,
  '/s': (value) => `${Math.round(value).toLocaleString('en')}/s`,
  KB: (value) => `${value.toFixed(1)} KB`,
  '×': (value) => `${value.toFixed(2)} ×`,
}

function us(value: number): string {
  const size = Math.abs(value)
  if (size >= 10_000) return `${(value / 1_000).toFixed(1)} ms`
  return `${value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)} µs`
}
