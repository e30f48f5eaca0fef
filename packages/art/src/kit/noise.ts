import { lerp } from './interpolate.ts'
import type { Random } from './random.ts'

/** A smooth landscape over the plane, between −1 and 1. */
export type Noise = (x: number, y: number) => number

/** Value noise: every lattice point has a height hashed from its place, between them a quintic curve. Takes one draw. */
export function valueNoise(random: Random): Noise {
  const salt = random.int(0, 1e9)
  return (x, y) => {
    const column = Math.floor(x)
    const row = Math.floor(y)
    const u = quintic(x - column)
    const v = quintic(y - row)
    const above = lerp(latticeHeight(column, row, salt), latticeHeight(column + 1, row, salt), u)
    const below = lerp(latticeHeight(column, row + 1, salt), latticeHeight(column + 1, row + 1, salt), u)
    return lerp(above, below, v)
  }
}

/** Adds octaves of a noise, each twice as fine and weaker by `gain`, and scales the sum back to −1..1. */
export function fractalNoise(noise: Noise, { octaves, gain = 0.5 }: { octaves: number; gain?: number }): Noise {
  return (x, y) => {
    let sum = 0
    let weight = 1
    let weights = 0
    for (let octave = 0; octave < octaves; octave++) {
      sum += weight * noise(x, y)
      weights += weight
      weight *= gain
      // The shift keeps the lattices of two octaves from meeting in the same points.
      x = x * 2 + 17.3
      y = y * 2 + 9.1
    }
    return sum / weights
  }
}

function latticeHeight(column: number, row: number, salt: number): number {
  let hash = (Math.imul(column, 374761393) + Math.imul(row, 668265263) + salt) | 0
  hash = Math.imul(hash ^ (hash >>> 13), 1274126177)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1
}

/** Ken Perlin's fade: slope and bend are both 0 at the lattice, so no grid shows. */
function quintic(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10)
}
