import { describe, expect, it } from 'vitest'
import { colourDistance, lightness, mix, oklab, ramp } from './colour.ts'

describe('a colour', () => {
  it('has the OKLab coordinates its author published for red', () => {
    const [L, a, b] = oklab('#ff0000')
    expect(L).toBeCloseTo(0.628, 3)
    expect(a).toBeCloseTo(0.225, 3)
    expect(b).toBeCloseTo(0.126, 3)
  })

  it('runs from black, lightness 0, to white, lightness 1', () => {
    expect(lightness('#000000')).toBeCloseTo(0, 5)
    expect(lightness('#ffffff')).toBeCloseTo(1, 5)
  })

  it('survives the way to OKLab and back', () => {
    for (const colour of ['#000000', '#ffffff', '#f2543f', '#121a2e', '#8ccac0']) {
      expect(mix(colour, '#808080', 0)).toBe(colour)
      expect(mix('#808080', colour, 1)).toBe(colour)
    }
  })

  it('mixes evenly to the eye: half way lies as far from one as from the other', () => {
    const half = mix('#234f97', '#f0e9da', 0.5)
    expect(colourDistance('#234f97', half)).toBeCloseTo(colourDistance(half, '#f0e9da'), 2)
  })
})

describe('a ramp', () => {
  const stops = ['#1c1a19', '#c5341f', '#f0e9da']

  it('passes through its stops', () => {
    expect([0, 0.5, 1].map((t) => ramp(stops, t))).toEqual(stops)
  })

  it('stays at its ends beyond them', () => {
    expect([-1, 2].map((t) => ramp(stops, t))).toEqual([stops[0], stops[2]])
  })
})
