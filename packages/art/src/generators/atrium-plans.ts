/** The ground plans of Atrium: how many storeys stand on each field of the square. */
import type { Random } from '../kit/random.ts'

/** What the houses are grouped into; each has one tall mass and one void. */
export type Composition = 'tower' | 'ziggurat' | 'court' | 'stair' | 'city' | 'twin'

/** A field of the plan: its column and row, and its place seen from the middle (−0.5 to 0.5). */
interface Field {
  i: number
  j: number
  x: number
  y: number
  side: number
}

/** Storeys for every field, whole and never below the ground, as `heights[i][j]`. */
export function chooseHeights(random: Random, composition: Composition, side: number): number[][] {
  const plan = plans[composition]
  return Array.from({ length: side }, (_, i) =>
    Array.from({ length: side }, (_, j) => {
      const floors = plan({ i, j, x: (i + 0.5) / side - 0.5, y: (j + 0.5) / side - 0.5, side }, random)
      return Math.max(0, Math.round(floors))
    }),
  )
}

const plans: Record<Composition, (field: Field, random: Random) => number> = {
  tower(field, random) {
    if (fromMiddle(field) < 0.5 / field.side + 0.12) return random.int(8, 11)
    return fromMiddle(field) < 0.32 ? random.int(3, 5) : random.int(1, 2)
  },
  /** Terraces, with a stair cut into the front. */
  ziggurat(field) {
    const step = 0.6 / field.side
    const terrace = Math.round((0.5 - fromMiddle(field)) * field.side * 3)
    const stair = field.y > 0 && Math.abs(field.x) < step ? -1 : 0
    return terrace + (fromMiddle(field) < step ? 4 : 1) + stair
  },
  /** A wall around a pool, low where it would hide it. */
  court(field, random) {
    if (fromMiddle(field) > 0.5 - 1.01 / field.side)
      return field.x > 0 && field.y > 0 ? random.int(1, 2) : random.int(5, 7)
    return fromMiddle(field) < 0.2 ? 0 : 1
  },
  /** A spiral that climbs around a tower. */
  stair(field, random) {
    if (fromMiddle(field) < 0.5 / field.side + 0.1) return random.int(8, 10)
    const turn = (Math.atan2(field.y, field.x) / 6.283 + 1.125) % 1
    return 1 + Math.floor(turn * 7.5)
  },
  city(field, random) {
    return random.pick([0, 1, 1, 2, 3, 3, 5, 7]) * (field.x + field.y > 0.35 ? 0.5 : 1)
  },
  /** Two tall blocks on the far sides. */
  twin({ i, j, side }, random) {
    const tall = (i === 1 && j < 3) || (j === side - 2 && i < 2)
    return tall ? random.int(7, 10) : random.int(1, 3)
  },
}

function fromMiddle({ x, y }: Field): number {
  return Math.max(Math.abs(x), Math.abs(y))
}
