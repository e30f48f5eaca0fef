/**
 * Atrium: isometric houses that nobody built. A map of heights drawn in three flat tones, with cast shadows, doors and windows.
 * A seed chooses the composition (tower, ziggurat, court, stair, city or twins), four to seven houses a side, how high a storey
 * is, the tones, and what stands behind: a sun on paper, a sun on a panel, or one great disc.
 */
import { colourDistance, lightness, mix } from '../kit/colour.ts'
import type { Random } from '../kit/random.ts'
import { height, margin, type Rule, sheet, width } from '../kit/sheet.ts'
import { disc, rect } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'
import { drawHouse, type Houses } from './atrium-houses.ts'
import { type Composition, chooseHeights } from './atrium-plans.ts'

/** Draws one quarter. */
export const atrium: Rule = ({ random, palette }) => {
  const side = random.int(4, 7)
  const composition = random.pick<Composition>(['tower', 'ziggurat', 'court', 'stair', 'city', 'twin'])
  const unit = (width * 0.76) / (2 * side * 0.866)
  const storey = unit * random.pick([0.55, 0.66, 0.78])
  const heights = chooseHeights(random, composition, side)
  const site = fitToSheet({ heights, side, unit, storey, shift: random.range(-20, 30) })
  const tones = chooseTones(random, palette)
  const background = drawBackground(random, palette, { tones, roofline: site.roofline })
  const houses: Houses = {
    ...site,
    ...tones,
    heights,
    lampColour: palette.accent,
    poolColour: palette.accent,
    poolShade: mix(palette.accent, palette.ink, 0.3),
    hasPool: composition === 'court',
    doorChance: random.range(0.35, 0.8),
    inhabited: random.chance(0.5),
  }
  let drawing = background
  // Painter's order: from the far corner to the near one, diagonal by diagonal.
  for (let diagonal = 0; diagonal <= 2 * side - 2; diagonal++) {
    for (let i = Math.max(0, diagonal - side + 1); i <= Math.min(side - 1, diagonal); i++) {
      drawing += drawHouse(houses, random, i, diagonal - i)
    }
  }
  return sheet(palette, drawing)
}

interface Plan {
  heights: readonly number[][]
  side: number
  unit: number
  storey: number
  shift: number
}

/** Shrinks a plan that is too tall and centres it; answers its scale, its far corner and the height of its roofs. */
function fitToSheet({ heights, side, unit, storey, shift }: Plan) {
  const rises = heights.flatMap((row, i) => row.map((floors, j) => floors * storey - (i + j) * unit * 0.5))
  const rise = Math.max(...rises)
  const fit = Math.min(1, (height * 0.7) / (side * unit + rise))
  const scaled = { unit: unit * fit, storey: storey * fit }
  const originY = height * 0.5 + (rise * fit - side * scaled.unit) / 2 + shift
  return { ...scaled, originX: width / 2, originY, roofline: originY - rise * fit }
}

/** Three tones for roof, left wall and right wall, reversed on dark paper; walls must differ or the corner vanishes. */
function chooseTones(random: Random, { paper, ink, key, second, soft }: Palette) {
  const dark = lightness(paper) < 0.5
  const sets = [
    { roof: soft, left: key, right: ink },
    { roof: soft, left: second, right: ink },
    { roof: soft, left: second, right: key },
    { roof: mix(paper, soft, 0.8), left: key, right: second },
  ].map((set) => (dark ? { ...set, roof: set.right, right: set.roof } : set))
  const { roof, left, right } = random.pick(sets.filter((set) => colourDistance(set.left, set.right) > 0.12))
  return {
    roof,
    left,
    right,
    shade: mix(roof, dark ? paper : left, dark ? 0.4 : 0.5),
    hole: mix(right, dark ? paper : ink, 0.75),
    window: mix(right, left, 0.55),
  }
}

interface Foreground {
  tones: { roof: string; left: string; right: string }
  roofline: number
}

/** A panel, one great disc, or plain paper; where there is no great disc, a sun stands beside the roofs. */
function drawBackground(
  random: Random,
  { second, soft, key, accent }: Palette,
  { tones, roofline }: Foreground,
): string {
  const kind = random.pick(['none', 'none', 'panel', 'disc'])
  const { roof, left, right } = tones
  const free = [soft, second, accent].filter(
    (colour) =>
      colourDistance(colour, roof) > 0.06 && colourDistance(colour, left) > 0.1 && colourDistance(colour, right) > 0.1,
  )
  const colour = random.pickOr(free, soft)
  const sunRadius = random.range(70, 120)
  const sunSide = random.pick([-1, 1])
  if (kind === 'disc') return disc([width / 2, height * 0.44], 375, colour)
  const panel = kind === 'panel' ? rect(margin, margin, width - 2 * margin, height - 2 * margin, colour) : ''
  const x = width / 2 + sunSide * width * random.range(0.2, 0.26)
  const y = Math.max(margin + sunRadius * 1.5, roofline + random.range(-60, 110))
  return panel + disc([x, y], sunRadius, colour === accent ? key : accent)
}
