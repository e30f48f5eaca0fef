/**
 * Selvedge: a hanging after Anni Albers. One sequence of bands is woven once; every column wears it shifted, mirrored or reversed.
 * A seed chooses two to six columns, seven to ten bands of unequal height with one that rests and one in the accent colour,
 * two to four leading colours, four ways to weave a band, and whether the cloth ends in a fringe.
 */
import { at } from '../kit/at.ts'
import { lightness, mix } from '../kit/colour.ts'
import type { Random } from '../kit/random.ts'
import { height, type Rule, sheet, width } from '../kit/sheet.ts'
import { decimal, decimals, path } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'
import { type Box, figureOf, type Weave } from './selvedge-weaves.ts'

/** Where the cloth begins, and the least paper below it. */
const TOP = 105
const BELOW = 110

/** Draws one cloth. */
export const selvedge: Rule = ({ random, palette }) => {
  const side = random.pick([130, 165, 210])
  const fringe = random.pick([0, 46, 70])
  const cloth: Box = { x: side, y: TOP, width: width - 2 * side, height: height - TOP - BELOW - fringe }
  const columnCount = random.pick([2, 3, 3, 4, 5, 6])
  const repeats = random.pick([1, 1, 2])
  const bandCount = random.int(6, 9)
  const shares = chooseShares(random, columnCount)
  const bands = chooseBands(random, palette, bandCount)
  const total = bands.reduce((sum, band) => sum + band.share, 0) * repeats
  const shift = random.int(1, 3)
  const order = random.pick<Order>(['shift', 'mirror', 'flip', 'shift'])
  const grounds = new Map<string, string>()
  const figures = new Map<string, string>()
  const unit = cloth.height / total
  const shareSum = shares.reduce((sum, share) => sum + share, 0)
  let x = cloth.x
  shares.forEach((share, column) => {
    const columnWidth = (cloth.width * share) / shareSum
    const sequence = arrange(bands, { order, shift, column, columnCount })
    let y = TOP
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const band of sequence) {
        const box = { x, y, width: columnWidth, height: band.share * unit }
        append(grounds, band.ground, outline(box))
        for (const part of figureOf(band.weave, box, unit)) append(figures, band.figure, outline(part))
        y += box.height
      }
    }
    x += columnWidth
  })
  const woven = [...grounds, ...figures].map(([fill, shapes]) => path(shapes, { fill })).join('')
  return sheet(palette, woven + threads(cloth, palette) + (fringe ? fringeLines(random, cloth, fringe, palette) : ''))
}

interface Band {
  /** Height against the other bands. */
  share: number
  weave: Weave
  ground: string
  figure: string
}

/** Equal columns, or unequal ones that mirror each other. */
function chooseShares(random: Random, columnCount: number): number[] {
  const mirrored = random.chance(0.5)
  return Array.from({ length: columnCount }, (_, column) =>
    mirrored ? at([1, 2, 1, 3, 2], Math.min(column, columnCount - 1 - column)) : 1,
  )
}

/** The sequence: bands in leading colours, one of them replaced by the accent, and one resting band at the end. */
function chooseBands(random: Random, palette: Palette, bandCount: number): Band[] {
  const { paper, ink, key, second, soft, accent } = palette
  const shuffled = random.shuffle([ink, key, second, soft, paper])
  const leading = shuffled.slice(0, random.int(2, 4))
  const hot = leading.includes(key) ? accent : random.pick([accent, key])
  const weaves = random.shuffle<Weave>(['solid', 'fine', 'broad', 'check', 'comb', 'ladder']).slice(0, 4)
  const bands: Band[] = Array.from({ length: bandCount }, () => {
    const ground = random.pick(leading)
    const legible = [ink, paper, ...leading].filter((colour) => Math.abs(lightness(colour) - lightness(ground)) > 0.18)
    const figure = random.pick(legible)
    return { share: random.pick([1, 1, 2, 2, 3, 5]), weave: random.pick(weaves), ground, figure }
  })
  const hotIndex = random.int(0, bandCount - 1)
  bands[hotIndex] = { share: random.pick([1, 2]), weave: 'solid', ground: hot, figure: hot }
  bands.push({ share: random.pick([4, 6]), weave: 'solid', ground: random.pick(leading), figure: ink })
  return bands
}

type Order = 'shift' | 'mirror' | 'flip'

interface Column {
  order: Order
  shift: number
  column: number
  columnCount: number
}

/** Every column starts the sequence further on, so the accent walks as steps; `flip` also reverses every other one. */
function arrange(bands: readonly Band[], { order, shift, column, columnCount }: Column): Band[] {
  const step = order === 'mirror' ? Math.min(column, columnCount - 1 - column) : column
  const sequence = bands.map((_, i) => at(bands, (i + step * shift) % bands.length))
  return order === 'flip' && column % 2 ? sequence.reverse() : sequence
}

/** All shapes of one colour become one path. */
function append(byColour: Map<string, string>, colour: string, shape: string): void {
  byColour.set(colour, (byColour.get(colour) ?? '') + shape)
}

function outline(box: Box): string {
  return `M${decimals([box.x, box.y])}h${decimal(box.width)}v${decimal(box.height)}h${decimal(-box.width)}z`
}

/** Thin warp and weft over everything make flat colours read as cloth. */
function threads(cloth: Box, { paper, ink }: Palette): string {
  let warp = ''
  for (const x of warpPlaces(cloth)) warp += `M${decimal(x)} ${decimal(cloth.y)}v${decimal(cloth.height)}`
  let weft = ''
  for (let y = cloth.y + 3; y < cloth.y + cloth.height; y += 6)
    weft += `M${decimal(cloth.x)} ${decimal(y)}h${decimal(cloth.width)}`
  return (
    path(warp, { stroke: paper, strokeOpacity: '.2', strokeWidth: 1.6 }) +
    path(weft, { stroke: ink, strokeOpacity: '.13', strokeWidth: 1.3 })
  )
}

/** The ends of the warp, each a little out of plumb and of its own length. */
function fringeLines(random: Random, cloth: Box, length: number, { paper, ink }: Palette): string {
  let lines = ''
  for (const x of warpPlaces(cloth)) {
    const end = decimals([random.range(-4, 4), length * random.range(0.75, 1)])
    lines += `M${decimal(x)} ${decimal(cloth.y + cloth.height)}l${end}`
  }
  return path(lines, { stroke: lightness(paper) > 0.5 ? mix(ink, paper, 0.25) : ink, strokeWidth: 2.2 })
}

function warpPlaces(cloth: Box): number[] {
  const places: number[] = []
  for (let x = cloth.x + 3.5; x < width - cloth.x; x += 7) places.push(x)
  return places
}
