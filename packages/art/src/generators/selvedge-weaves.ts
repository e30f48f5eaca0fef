/** The six ways in which Selvedge weaves a band: each answers the boxes of the figure that lie on the band's ground. */

/** How a band is woven. */
export type Weave = 'solid' | 'fine' | 'broad' | 'comb' | 'check' | 'ladder'

/** A rectangle on the sheet. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** The parts of the figure in one band; `unit` is the height of the smallest band, which sets how fine the stripes are. */
export function figureOf(weave: Weave, band: Box, unit: number): Box[] {
  const fine = Math.max(6, unit / 6)
  switch (weave) {
    case 'solid':
      return []
    case 'fine':
      return stripes(band, fine)
    case 'broad':
      return stripes(band, unit / 2.5)
    case 'comb':
      return teeth(band)
    case 'check':
      return chequers(band, 44, 44)
    case 'ladder':
      return chequers(band, 90, fine * 1.6)
  }
}

/** Stripes across the band, each about as high as given, with as much ground above it. */
function stripes(band: Box, stripeHeight: number): Box[] {
  const count = Math.max(1, Math.round(band.height / stripeHeight / 2))
  const step = band.height / count
  return Array.from({ length: count }, (_, i) => ({ ...band, y: band.y + i * step + step / 2, height: step / 2 }))
}

/** Upright teeth, 24 units apart. */
function teeth(band: Box): Box[] {
  const count = Math.max(3, Math.round(band.width / 24))
  const step = band.width / count
  return Array.from({ length: count }, (_, i) => ({ ...band, x: band.x + i * step + step / 4, width: step / 2 }))
}

/** A chequerboard of an even number of columns, each field about as large as given. */
function chequers(band: Box, fieldWidth: number, fieldHeight: number): Box[] {
  const columns = Math.max(2, 2 * Math.round(band.width / fieldWidth / 2))
  const rows = Math.max(2, Math.round(band.height / fieldHeight))
  const width = band.width / columns
  const height = band.height / rows
  const fields: Box[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = row % 2; column < columns; column += 2) {
      fields.push({ x: band.x + column * width, y: band.y + row * height, width, height })
    }
  }
  return fields
}
