/** A place on the sheet, in sheet units. */
export type Point = readonly [x: number, y: number]

/** Rounds to the tenth of a unit that the file keeps: finer is invisible on paper and differs between engines. */
export function toTenth(value: number): number {
  return Math.round(value * 10) / 10
}

/** Writes one number as short as SVG allows: `.5`, not `0.50`. */
export function decimal(value: number): string {
  return String(toTenth(value)).replace(/^(-?)0\./, '$1.')
}

/** Writes numbers in a row; a minus sign parts two numbers as well as a space does. */
export function decimals(values: readonly number[]): string {
  return values.reduce((text, value, i) => {
    const next = decimal(value)
    return text + (i > 0 && !next.startsWith('-') ? ' ' : '') + next
  }, '')
}

/** A filled rectangle. */
export function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}" fill="${fill}"/>`
}

/** A filled circle. */
export function disc([x, y]: Point, radius: number, fill: string): string {
  return `<circle cx="${decimal(x)}" cy="${decimal(y)}" r="${decimal(radius)}" fill="${fill}"/>`
}

/** The line of a circle, without a filling. */
export function ring([x, y]: Point, radius: number, stroke: string, strokeWidth: number): string {
  return `<circle cx="${decimal(x)}" cy="${decimal(y)}" r="${decimal(radius)}" fill="none" stroke="${stroke}" stroke-width="${decimal(strokeWidth)}"/>`
}

/** How a path is painted: only what is named is written. */
export interface Paint {
  fill?: string
  fillRule?: 'evenodd'
  stroke?: string
  /** 0..1, written as given. */
  strokeOpacity?: string
  strokeWidth?: number
  strokeLinejoin?: 'round'
}

/** A path with its paint; without a fill it is a line. */
export function path(outline: string, { fill = 'none', ...paint }: Paint): string {
  let attributes = ` fill="${fill}"`
  if (paint.fillRule) attributes += ` fill-rule="${paint.fillRule}"`
  if (paint.stroke) attributes += ` stroke="${paint.stroke}"`
  if (paint.strokeOpacity) attributes += ` stroke-opacity="${paint.strokeOpacity}"`
  if (paint.strokeWidth !== undefined) attributes += ` stroke-width="${decimal(paint.strokeWidth)}"`
  if (paint.strokeLinejoin) attributes += ` stroke-linejoin="${paint.strokeLinejoin}"`
  return `<path${attributes} d="${outline}"/>`
}

/** The outline of a circle as path data, to be combined with others in one path. */
export function circleOutline([x, y]: Point, radius: number): string {
  const arc = `a${decimals([radius, radius])} 0 1 0 `
  return `M${decimals([x - radius, y])}${arc}${decimal(2 * radius)} 0${arc}${decimal(-2 * radius)} 0z`
}
