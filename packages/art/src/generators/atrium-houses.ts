/** Draws one house of Atrium: roof, shadow, and its two visible walls with doors and windows. */
import { polyline } from '../kit/curve.ts'
import { clamp } from '../kit/interpolate.ts'
import type { Random } from '../kit/random.ts'
import { type Point, path } from '../kit/svg.ts'

/** All houses of one sheet: the map of storeys, how it is projected, and its colours. */
export interface Houses {
  heights: readonly number[][]
  /** Where the far corner of the plan lies on the sheet. */
  originX: number
  originY: number
  /** The side of a field and the height of a storey, in sheet units. */
  unit: number
  storey: number
  roof: string
  left: string
  right: string
  shade: string
  hole: string
  window: string
  lampColour: string
  poolColour: string
  poolShade: string
  /** Whether fields without storeys are water. */
  hasPool: boolean
  /** How likely a wall of two storeys or more has openings. */
  doorChance: number
  /** Whether some windows are lit. */
  inhabited: boolean
}

/** The block stands on a plinth of this depth. */
const PLINTH = -0.35

/** Half the width of an opening, as a share of the wall. */
const DOOR = 0.24
const WINDOW = 0.13

/** Draws the house on field (i, j); its walls reach down to the roofs of the nearer neighbours. */
export function drawHouse(houses: Houses, random: Random, i: number, j: number): string {
  const z = houses.heights[i]?.[j] ?? 0
  const leftFoot = houses.heights[i]?.[j + 1] ?? PLINTH
  const rightFoot = houses.heights[i + 1]?.[j] ?? PLINTH
  let house = drawRoof(houses, i, j, z)
  if (leftFoot < z) house += drawLeftWall(houses, random, { i, j, z, foot: leftFoot })
  if (rightFoot < z) house += drawRightWall(houses, random, { i, j, z, foot: rightFoot })
  return house
}

/** The roof, or water, with the shadow that the house behind casts on it. */
function drawRoof(houses: Houses, i: number, j: number, z: number): string {
  const water = houses.hasPool && z === 0
  const corners = [
    project(houses, i, j, z),
    project(houses, i + 1, j, z),
    project(houses, i + 1, j + 1, z),
    project(houses, i, j + 1, z),
  ]
  const roof = face(corners, water ? houses.poolColour : houses.roof)
  const higher = (houses.heights[i - 1]?.[j] ?? z) - z
  if (higher <= 0) return roof
  const length = clamp(higher * 0.34)
  const strip = [
    project(houses, i, j, z),
    project(houses, i + length, j, z),
    project(houses, i + length, j + 1, z),
    project(houses, i, j + 1, z),
  ]
  return roof + path(polyline(strip, { closed: true }), { fill: water ? houses.poolShade : houses.shade })
}

interface Wall {
  i: number
  j: number
  z: number
  foot: number
}

/** The wall towards the lower left: a door, and windows above it. */
function drawLeftWall(houses: Houses, random: Random, { i, j, z, foot }: Wall): string {
  const ground = Math.max(0, foot)
  const floors = z - ground
  let wall = face(wallCorners(houses, [i, j + 1], [i + 1, j + 1], z, foot), houses.left)
  if (floors < 2 || !random.chance(houses.doorChance)) return wall
  const from = project(houses, i, j + 1, ground)
  const to = project(houses, i + 1, j + 1, ground)
  wall += arch(houses, { from, to, sill: 0, head: Math.min(floors - 0.5, 1.75), halfWidth: DOOR, fill: houses.hole })
  for (let sill = 3; sill + 0.9 <= floors; sill += 2) {
    const lit = houses.inhabited && random.chance(0.3)
    wall += arch(houses, {
      from,
      to,
      sill,
      head: sill + 0.95,
      halfWidth: WINDOW,
      fill: lit ? houses.lampColour : houses.hole,
    })
  }
  return wall
}

/** The wall towards the lower right, in shade: windows only, and fewer of them. */
function drawRightWall(houses: Houses, random: Random, { i, j, z, foot }: Wall): string {
  const ground = Math.max(0, foot)
  const floors = z - ground
  let wall = face(wallCorners(houses, [i + 1, j], [i + 1, j + 1], z, foot), houses.right)
  if (floors < 2 || !random.chance(houses.doorChance * 0.8)) return wall
  const from = project(houses, i + 1, j + 1, ground)
  const to = project(houses, i + 1, j, ground)
  for (let sill = 1; sill + 0.9 <= floors; sill += 2) {
    const lit = houses.inhabited && random.chance(0.35)
    wall += arch(houses, {
      from,
      to,
      sill,
      head: sill + 0.95,
      halfWidth: WINDOW,
      fill: lit ? houses.lampColour : houses.window,
    })
  }
  return wall
}

/** Isometric: i runs to the lower right, j to the lower left, z up. */
function project({ originX, originY, unit, storey }: Houses, i: number, j: number, z: number): Point {
  return [originX + (i - j) * unit * 0.866, originY + (i + j) * unit * 0.5 - z * storey]
}

function wallCorners(houses: Houses, from: Point, to: Point, z: number, foot: number): Point[] {
  return [
    project(houses, ...from, z),
    project(houses, ...to, z),
    project(houses, ...to, foot),
    project(houses, ...from, foot),
  ]
}

/** A face with a line in its own colour, which closes the seam to its neighbours. */
function face(corners: readonly Point[], colour: string): string {
  return path(polyline(corners, { closed: true }), {
    fill: colour,
    stroke: colour,
    strokeWidth: 1.6,
    strokeLinejoin: 'round',
  })
}

/** An opening in the wall that stands on the line from–to; sill and head are counted in storeys. */
interface Opening {
  from: Point
  to: Point
  sill: number
  head: number
  halfWidth: number
  fill: string
}

/** Straight jambs and a round head, drawn in the plane of the wall. */
function arch({ unit, storey }: Houses, { from, to, sill, head, halfWidth, fill }: Opening): string {
  const onWall = (t: number, z: number): Point => [
    from[0] + (to[0] - from[0]) * t,
    from[1] + (to[1] - from[1]) * t - z * storey,
  ]
  const rise = (halfWidth * unit) / storey
  const spring = Math.max(sill, head - rise)
  const points = [onWall(0.5 - halfWidth, sill)]
  for (let k = 0; k <= 10; k++) {
    const angle = Math.PI * (1 - k / 10)
    points.push(onWall(0.5 + halfWidth * Math.cos(angle), spring + rise * Math.sin(angle)))
  }
  points.push(onWall(0.5 + halfWidth, sill))
  return path(polyline(points, { closed: true }), { fill })
}
