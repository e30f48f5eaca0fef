import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { draw } from './draw.ts'
import { at } from './kit/at.ts'
import { oklab } from './kit/colour.ts'
import { height, margin, width } from './kit/sheet.ts'
import { paletteById } from './palettes.ts'
import { type Print, prints } from './prints.ts'

/**
 * Two works count as alike below this mean distance (OKLab) over the inked part of two thumbnails.
 * Copies that are nudged by half a centimetre stay under 0.05; the closest two works of the catalogue are 0.107 apart.
 */
const ALIKE_MAX = 0.08

describe('a margin', () => {
  it.each(prints)('of paper is left around $slug', async (print) => {
    const scale = 0.5
    const { data, info } = await sharp(Buffer.from(draw(print)))
      .resize(width * scale, height * scale)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const clear = Math.floor(clearOf(print) * scale)
    const paper = Buffer.from(paletteById(print.palette).paper.slice(1), 'hex')
    let marks = 0
    for (let y = 0; y < info.height; y++) {
      for (let x = 0; x < info.width; x++) {
        const inside = x >= clear && y >= clear && x < info.width - clear && y < info.height - clear
        const start = (y * info.width + x) * 3
        if (!inside && paper.compare(data, start, start + 3) !== 0) marks++
      }
    }
    expect(marks).toBe(0)
  })
})

/** The part of the margin that must be bare: a panel's edge is cut by hand, and the end of a brush stroke may splay. */
function clearOf({ generator }: Print): number {
  return margin - (generator === 'bristle' ? 20 : 5)
}

describe('at 64 pixels', () => {
  const thumbnails = new Map<string, Thumbnail>()
  beforeAll(async () => {
    for (const print of prints) thumbnails.set(print.slug, await thumbnail(draw(print), print))
  })

  it('no two works look alike', () => {
    const pairs = prints.flatMap((a, i) => prints.slice(i + 1).map((b) => [a.slug, b.slug]))
    const alike = pairs.filter(([a, b]) => difference(known(a), known(b)) < ALIKE_MAX)
    expect(alike).toEqual([])
  })

  it.each(prints)('a copy of $slug that is nudged by five units is found out', async (print) => {
    const copy = draw(print).replace('viewBox="0 0 ', 'viewBox="-5 -5 ')
    expect(difference(known(print.slug), await thumbnail(copy, print))).toBeLessThan(ALIKE_MAX)
  })

  function known(slug: string | undefined): Thumbnail {
    const found = thumbnails.get(slug ?? '')
    if (!found) throw new Error(`No thumbnail of ${slug}`)
    return found
  }
})

interface Pixel {
  colour: readonly [L: number, a: number, b: number]
  inked: boolean
}
type Thumbnail = readonly Pixel[]

/** A thumbnail, slightly blurred, because the eye does not compare pixel by pixel. */
async function thumbnail(svg: string, print: Print): Promise<Thumbnail> {
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(64, 90)
    .blur(1)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const paper = oklab(paletteById(print.palette).paper)
  return Array.from({ length: info.width * info.height }, (_, i) => {
    const colour = oklab(hexAt(data, i))
    return { colour, inked: distance(colour, paper) > 0.04 }
  })
}

/** Mean distance where either is inked: shared bare paper makes no two works alike. */
function difference(one: Thumbnail, other: Thumbnail): number {
  let sum = 0
  let inked = 0
  one.forEach((pixel, i) => {
    const counterpart = at(other, i)
    if (!pixel.inked && !counterpart.inked) return
    sum += distance(pixel.colour, counterpart.colour)
    inked++
  })
  return sum / inked
}

function distance(one: Pixel['colour'], other: Pixel['colour']): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}

function hexAt(data: Buffer, pixel: number): string {
  return `#${data.toString('hex', pixel * 3, pixel * 3 + 3)}`
}
