import type { Palette } from '../palettes.ts'
import type { Random } from './random.ts'
import { decimal, path } from './svg.ts'

/** Width of every sheet in its own units; SVG scales it to A3, A2 or A1. */
export const width = 1000

/** Height of every sheet: 5:7, the only shape the compositions are made for. */
export const height = 1400

/** What stays paper on all four sides: no mark may enter it. */
export const margin = 95

/** What a generator is given: its chance and its six colours. */
interface Commission {
  random: Random
  palette: Palette
}

/** A generator: the same commission always gives the same SVG, byte for byte. */
export type Rule = (commission: Commission) => string

/** Puts a drawing on its paper and closes the file. */
export function sheet(palette: Palette, drawing: string): string {
  const paper = `<rect width="${width}" height="${height}" fill="${palette.paper}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${paper}${drawing}</svg>`
}

/** Covers all but a window with paper: crops like a clip path, but needs no id, so many sheets can share one page. */
export function mat(window: string, paper: string): string {
  return path(`M0 0H${width}V${height}H0z${window}`, { fill: paper, fillRule: 'evenodd' })
}

/** The window of a mat that leaves an even border. */
export function panelOutline(border = margin): string {
  return `M${border} ${border}V${decimal(height - border)}H${decimal(width - border)}V${border}z`
}
