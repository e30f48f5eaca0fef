/** A set of inks with its paper; every colour has one role, so any palette can print any drawing. Colours are `#rrggbb`. */
export interface Palette {
  readonly id: PaletteId
  readonly name: string
  readonly paper: string
  /** Lines and shadow: the darkest, on the two dark papers the lightest. */
  readonly ink: string
  /** The main colour. */
  readonly key: string
  /** Its partner. */
  readonly second: string
  /** A quiet tint for panels and plates. */
  readonly soft: string
  /** Used least: one place in a drawing. */
  readonly accent: string
}

/** The name of a palette in addresses and in the catalogue. */
export type PaletteId = (typeof rows)[number]['id']

const rows = [
  {
    id: 'riso',
    name: 'Riso',
    paper: '#f4efe6',
    ink: '#1d2b53',
    key: '#f2543f',
    second: '#2f86b8',
    soft: '#f3c3b4',
    accent: '#f5bf3a',
  },
  {
    id: 'dessau',
    name: 'Dessau',
    paper: '#f0e9da',
    ink: '#1c1a19',
    key: '#c5341f',
    second: '#234f97',
    soft: '#d3c8b3',
    accent: '#e6ab1f',
  },
  {
    id: 'kelp',
    name: 'Kelp',
    paper: '#efede1',
    ink: '#12312b',
    key: '#2b7556',
    second: '#8fb08a',
    soft: '#cfdac4',
    accent: '#e8743b',
  },
  {
    id: 'aizome',
    name: 'Aizome',
    paper: '#f3eee3',
    ink: '#131f3d',
    key: '#27508f',
    second: '#7ba2c9',
    soft: '#cbd8e0',
    accent: '#d9532f',
  },
  {
    id: 'adobe',
    name: 'Adobe',
    paper: '#f6eadb',
    ink: '#3b1d1a',
    key: '#c5522b',
    second: '#e59d5d',
    soft: '#efceac',
    accent: '#2a6a6c',
  },
  {
    id: 'citron',
    name: 'Citron',
    paper: '#f6f2e0',
    ink: '#28331f',
    key: '#dcb81f',
    second: '#86a045',
    soft: '#e4e2b4',
    accent: '#e2606c',
  },
  {
    id: 'graphite',
    name: 'Graphite',
    paper: '#eeece7',
    ink: '#181817',
    key: '#4d4c4a',
    second: '#96938c',
    soft: '#d0ccc3',
    accent: '#e2431e',
  },
  {
    id: 'lagoon',
    name: 'Lagoon',
    paper: '#f4efe4',
    ink: '#0d2f3b',
    key: '#10858b',
    second: '#f08c6c',
    soft: '#c3ded5',
    accent: '#f2c04c',
  },
  {
    id: 'damson',
    name: 'Damson',
    paper: '#26122d',
    ink: '#f7e6d8',
    key: '#e0577b',
    second: '#f0a561',
    soft: '#5b2c58',
    accent: '#8ccac0',
  },
  {
    id: 'nocturne',
    name: 'Nocturne',
    paper: '#121a2e',
    ink: '#f1e7d3',
    key: '#e8b24a',
    second: '#5f84bf',
    soft: '#2b3a5f',
    accent: '#e55a30',
  },
] as const

/** The ten palettes: eight on light paper, Damson and Nocturne on dark. */
export const palettes: readonly Palette[] = rows

/** Finds a palette by its id, for drawing and for showing swatches. */
export function paletteById(id: PaletteId): Palette {
  const palette = palettes.find((candidate) => candidate.id === id)
  if (!palette) throw new RangeError(`No palette "${id}"; there are ${palettes.map((known) => known.id).join(', ')}`)
  return palette
}
