import { describe, expect, it } from 'vitest'
import { fractalNoise, valueNoise } from './noise.ts'
import { randomFrom } from './random.ts'

const noise = valueNoise(randomFrom('noise'))
const fine = fractalNoise(noise, { octaves: 4 })
const places = Array.from({ length: 2000 }, (_, i) => [i * 0.137 - 100, i * 0.311 - 300] as const)

describe('noise', () => {
  it.each([
    ['one octave', noise],
    ['four octaves', fine],
  ])('of %s stays between -1 and 1 and uses most of it', (_, height) => {
    const heights = places.map(([x, y]) => height(x, y))
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(-1)
    expect(Math.max(...heights)).toBeLessThanOrEqual(1)
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(1)
  })

  it('has no cliffs, not even where two cells of the lattice meet', () => {
    const jumps = places.map(([x, y]) => Math.abs(noise(Math.round(x) - 1e-4, y) - noise(Math.round(x) + 1e-4, y)))
    expect(Math.max(...jumps)).toBeLessThan(1e-6)
  })

  it('is another landscape for another seed', () => {
    expect(valueNoise(randomFrom('another'))(0.5, 0.5)).not.toBe(noise(0.5, 0.5))
  })
})
