import { describe, expect, it } from 'vitest'
import { dotScreen } from './dot-screen.ts'
import { height, width } from './sheet.ts'

const screen = { ink: '#000000', angle: 15, pitch: 20 }

describe('a dot screen', () => {
  it('prints the ink that a tone asks for, and a little more: over all greys, 50 to 56 per cent', () => {
    const covered = inkOf(dotScreen((x) => x / width, screen)) / (width * height)
    expect(covered).toBeGreaterThan(0.5)
    expect(covered).toBeLessThan(0.56)
  })

  it('has larger dots where it is darker, in nine sizes at the most', () => {
    const svg = dotScreen((x) => x / width, screen)
    const sizes = Array.from(svg.matchAll(/stroke-width="([\d.]+)"/g), ([, size]) => Number(size))
    expect(sizes.length).toBeGreaterThan(6)
    expect(sizes.length).toBeLessThanOrEqual(9)
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  })

  it('leaves bare what is nearly white', () => {
    expect(dotScreen(() => 0.014, screen)).not.toContain('<path')
  })

  it('is shifted as a whole when it is out of register', () => {
    const inRegister = dotScreen(() => 0.5, screen)
    const shifted = dotScreen(() => 0.5, { ...screen, shift: [12, -3] })
    expect(shifted).toBe(inRegister.replace('translate(500 700)', 'translate(512 697)'))
  })
})

/** The area of all dots, in square units. */
function inkOf(svg: string): number {
  let ink = 0
  for (const [, size, dots = ''] of svg.matchAll(/stroke-width="([\d.]+)" d="([^"]*)"/g)) {
    const radius = (Number(size) * screen.pitch) / 2
    ink += Math.PI * radius ** 2 * (dots.match(/h0/g)?.length ?? 0)
  }
  return ink
}
