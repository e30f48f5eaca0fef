import { describe, expect, it } from 'vitest'
import { colourDistance, lightness } from './kit/colour.ts'
import { paletteById, palettes } from './palettes.ts'

describe('a palette', () => {
  it.each(palettes)('$name is six different colours', ({ paper, ink, key, second, soft, accent }) => {
    const colours = [paper, ink, key, second, soft, accent]
    expect(colours.filter((colour) => !/^#[\da-f]{6}$/.test(colour))).toEqual([])
    const nearest = colours.flatMap((a, i) => colours.slice(i + 1).map((b) => colourDistance(a, b)))
    expect(Math.min(...nearest)).toBeGreaterThan(0.05)
  })

  it.each(palettes)('$name has an ink that stands off its paper', ({ paper, ink }) => {
    expect(Math.abs(lightness(paper) - lightness(ink))).toBeGreaterThan(0.6)
  })

  it('is found by its id', () => {
    expect(paletteById('kelp').name).toBe('Kelp')
  })
})
