import { at } from './at.ts'
import { lerp } from './interpolate.ts'
import type { Point } from './svg.ts'

/** The height of the ground at a place on the sheet. */
export type Field = (x: number, y: number) => number

/** A part of the sheet: left, top, right, bottom. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/** The four sides of a cell. */
type Side = 'top' | 'right' | 'bottom' | 'left'

/**
 * Which sides of a cell the line joins, from where to where, by which corners are above the level
 * (1 top left, 2 top right, 4 bottom right, 8 bottom left). The high ground always lies on the same hand, so lines join up.
 */
const CROSSINGS: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [['left', 'top']],
  [['top', 'right']],
  [['left', 'right']],
  [['right', 'bottom']],
  [
    ['left', 'top'],
    ['right', 'bottom'],
  ],
  [['top', 'bottom']],
  [['left', 'bottom']],
  [['bottom', 'left']],
  [['bottom', 'top']],
  [
    ['top', 'right'],
    ['bottom', 'left'],
  ],
  [['bottom', 'right']],
  [['right', 'left']],
  [['right', 'top']],
  [['top', 'left']],
  [],
]

/** Lower than any level, so a line can never leave the box and every one closes. */
const OUTSIDE = -1e6

/**
 * Lines of equal height over a field (marching squares): measures the field once on a grid of `step` units, then answers any
 * number of levels, each as closed loops of points.
 */
export function isolines(field: Field, box: Box, step: number): (level: number) => Point[][] {
  const grid = measure(field, box, step)
  return (level) => closeLoops(crossings(grid, level))
}

interface Grid {
  columns: number
  rows: number
  x(column: number): number
  y(row: number): number
  heightAt(column: number, row: number): number
}

function measure(field: Field, [left, top, right, bottom]: Box, step: number): Grid {
  const columns = Math.round((right - left) / step)
  const rows = Math.round((bottom - top) / step)
  const x = (column: number) => lerp(left, right, column / columns)
  const y = (row: number) => lerp(top, bottom, row / rows)
  const heights = new Float64Array((columns + 1) * (rows + 1)).fill(OUTSIDE)
  for (let row = 1; row < rows; row++) {
    for (let column = 1; column < columns; column++) heights[row * (columns + 1) + column] = field(x(column), y(row))
  }
  return { columns, rows, x, y, heightAt: (column, row) => at(heights, row * (columns + 1) + column) }
}

/** A step of a line: from the side it starts on, to the next side, each named by a number unique in the grid. */
interface Step {
  to: number
  place: Point
}

/** Every cell's piece of the line, found by the side where it begins. */
function crossings(grid: Grid, level: number): Map<number, Step> {
  const { columns, rows, heightAt } = grid
  const steps = new Map<number, Step>()
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const corners =
        (heightAt(column, row) > level ? 1 : 0) +
        (heightAt(column + 1, row) > level ? 2 : 0) +
        (heightAt(column + 1, row + 1) > level ? 4 : 0) +
        (heightAt(column, row + 1) > level ? 8 : 0)
      for (const [from, to] of at(CROSSINGS, corners)) {
        const start = sideOf(grid, from, column, row)
        const end = sideOf(grid, to, column, row)
        steps.set(start.id, { to: end.id, place: crossingPoint(grid, start, level) })
      }
    }
  }
  return steps
}

/** A side of a cell, shared with its neighbour: it starts at a lattice point and runs right or down. */
interface GridSide {
  id: number
  column: number
  row: number
  runsDown: boolean
}

function sideOf(grid: Grid, side: Side, cellColumn: number, cellRow: number): GridSide {
  const column = side === 'right' ? cellColumn + 1 : cellColumn
  const row = side === 'bottom' ? cellRow + 1 : cellRow
  const runsDown = side === 'left' || side === 'right'
  return { id: (row * (grid.columns + 1) + column) * 2 + (runsDown ? 1 : 0), column, row, runsDown }
}

/** Where on a side the ground passes the level, taken as straight between its two ends. */
function crossingPoint({ x, y, heightAt }: Grid, { column, row, runsDown }: GridSide, level: number): Point {
  const from = heightAt(column, row)
  const to = runsDown ? heightAt(column, row + 1) : heightAt(column + 1, row)
  const share = (level - from) / (to - from)
  return runsDown ? [x(column), y(row + share)] : [x(column + share), y(row)]
}

/** Follows the steps from side to side until each loop comes back to its start. */
function closeLoops(steps: Map<number, Step>): Point[][] {
  const loops: Point[][] = []
  for (const start of steps.keys()) {
    const loop: Point[] = []
    let side = start
    for (let step = steps.get(side); step; step = steps.get(side)) {
      loop.push(step.place)
      steps.delete(side)
      side = step.to
    }
    loops.push(loop)
  }
  return loops
}
