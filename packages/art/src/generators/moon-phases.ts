/** The fifth composition of Moon: one month on a grid of 6, 12 or 20 moons, one of them in the accent colour. */
import { at } from '../kit/at.ts'
import { dotScreen, type Tone } from '../kit/dot-screen.ts'
import { clamp } from '../kit/interpolate.ts'
import type { Random } from '../kit/random.ts'
import { height, margin, width } from '../kit/sheet.ts'
import { decimals, disc, type Point, path } from '../kit/svg.ts'
import { type Light, type Press, sphere } from './moon-press.ts'

/** Prints flat plates, then one screen over all moons, then the night side of each in solid ink. */
export function phases(press: Press, random: Random): string {
  const { palette, pitch, shift, body } = press
  const columns = random.pick([2, 3, 3, 4])
  const rows = columns === 2 ? 3 : columns + 1
  const count = columns * rows
  const cellWidth = (width - 2 * margin) / columns
  const cellHeight = (height - 2 * margin) / rows
  const radius = cellWidth * random.range(0.36, 0.43)
  const hot = random.int(1, count - 2)
  const nights = Array.from({ length: count }, (_, i) => {
    const x = margin + cellWidth * ((i % columns) + 0.5)
    const y = margin + cellHeight * (Math.floor(i / columns) + 0.5)
    const angle = ((i + 0.5) / count) * Math.PI * 2
    const light: Light = [Math.sin(angle) * 0.9, -0.1, 0.45]
    const centre: Point = [x, y]
    return { centre, angle, darkness: sphere(press, centre, radius, light, 0.6) }
  })
  const plates = nights.map(({ centre: [x, y] }, i) =>
    disc([x - shift[0] * 0.5, y - shift[1] * 0.5], radius, i === hot ? palette.accent : palette.soft),
  )
  const tone: Tone = (x, y) => {
    const row = clamp(Math.floor((y - margin) / cellHeight), 0, rows - 1)
    const column = clamp(Math.floor((x - margin) / cellWidth), 0, columns - 1)
    const { centre, darkness } = at(nights, row * columns + column)
    return Math.hypot(x - centre[0], y - centre[1]) > radius - 5 ? 0 : 0.05 + 0.8 * darkness(x, y)
  }
  const nightSides = nights.map(({ centre, angle }) => nightSide(centre, radius, angle)).join('')
  return (
    plates.join('') +
    dotScreen(tone, { ink: body, angle: 15, pitch: pitch * 0.72 }) +
    path(nightSides, { fill: palette.ink })
  )
}

/** The dark part of a moon: half a circle, and half an ellipse that is added to it or taken away. */
function nightSide([x, y]: Point, radius: number, angle: number): string {
  const waxing = angle < Math.PI
  const bulge = Math.cos(angle)
  const top = decimals([x, y - radius])
  const bottom = decimals([x, y + radius])
  const limb = `A${decimals([radius, radius])} 0 0 ${waxing ? 0 : 1} ${bottom}`
  const terminator = `A${decimals([Math.abs(bulge) * radius, radius])} 0 0 ${bulge > 0 === waxing ? 0 : 1} ${top}`
  return `M${top}${limb}${terminator}z`
}
