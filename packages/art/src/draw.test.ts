import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { draw, rules } from './draw.ts'
import { type Random, randomFrom, randomOver } from './kit/random.ts'
import { palettes } from './palettes.ts'
import { prints } from './prints.ts'

const drawings = new Map(prints.map((print) => [print.slug, draw(print)]))
const stored = new URL('../../../apps/web/public/art/', import.meta.url)

describe('a drawing', () => {
  it.each(prints)('of $slug is the stored one, byte for byte', async (print) => {
    const file = await readFile(new URL(`${print.slug}.svg`, stored), 'utf8')
    // Compared as a boolean: a difference in 30 kB of path data is no help to anyone; `pnpm draw` shows it.
    expect(drawings.get(print.slug) === file).toBe(true)
  })

  it('is stored for every print, and for nothing else', async () => {
    const files = await readdir(stored)
    expect(files.toSorted()).toEqual(prints.map((print) => `${print.slug}.svg`).toSorted())
  })

  it('is a different one for another seed and for another palette', () => {
    const recipe = { generator: 'moon', seed: '20', palette: 'aizome' } as const
    expect(draw({ ...recipe, seed: '21' })).not.toBe(draw(recipe))
    expect(draw({ ...recipe, palette: 'kelp' })).not.toBe(draw(recipe))
  })

  it.each(prints)('of $slug can share a page: plain shapes and attributes, no names, no effects', ({ slug }) => {
    const svg = drawings.get(slug) ?? ''
    const elements = new Set(Array.from(svg.matchAll(/<([\w:]+)/g), ([, name]) => name))
    const attributes = new Set(Array.from(svg.matchAll(/ ([\w:-]+)="/g), ([, name]) => name))
    expect([...elements].filter((name) => !allowedElements.has(name ?? ''))).toEqual([])
    expect([...attributes].filter((name) => !allowedAttributes.has(name ?? ''))).toEqual([])
  })

  it.each(prints)('of $slug holds numbers only where numbers belong', ({ slug }) => {
    const svg = drawings.get(slug) ?? ''
    expect(svg).not.toMatch(/NaN|undefined|Infinity|null/)
    const data = Array.from(svg.matchAll(/ d="([^"]*)"/g), ([, d]) => d ?? '')
    expect(data.filter((d) => !/^M[\d\s.\-MmLlHhVvQqTtAaZz]*$/.test(d))).toEqual([])
    const colours = Array.from(svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g), ([, colour]) => colour ?? '')
    expect(colours.filter((colour) => !/^(#[\da-f]{6}|none)$/.test(colour))).toEqual([])
  })
})

const allowedElements = new Set(['svg', 'path', 'rect', 'circle', 'g'])
const allowedAttributes = new Set(
  (
    'xmlns viewBox width height x y cx cy r d fill fill-rule transform ' +
    'stroke stroke-width stroke-linecap stroke-linejoin stroke-opacity'
  ).split(' '),
)

describe('a palette', () => {
  it.each(prints)('never changes how much chance $slug takes', ({ generator, seed }) => {
    const draws = palettes.map((palette) => {
      const counted = countDraws(randomFrom(`${generator}/${seed}`))
      rules[generator]({ random: counted.random, palette })
      return counted.count()
    })
    expect(new Set(draws).size, `draws by palette: ${draws.join(' ')}`).toBe(1)
    expect(draws[0]).toBeGreaterThan(5)
  })
})

function countDraws(random: Random) {
  let count = 0
  const next = () => {
    count++
    return random.next()
  }
  return { random: randomOver(next), count: () => count }
}
