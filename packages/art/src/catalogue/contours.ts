import type { Series } from './series.ts'

/** Contours by Ines Halvard: six works. */
export const contours: Series = {
  slug: 'contours',
  title: 'Contours',
  rule: 'Depth, drawn as sheet upon sheet',
  generator: 'contour',
  artist: 'Ines Halvard',
  prices: { a3: 9000, a2: 14000, a1: 24000 },
  works: [
    {
      seed: '2',
      palette: 'lagoon',
      description: 'Depth upon depth of green water rises, sheet over sheet, to a shallow where the light rests.',
      edition: 100,
      releasedOn: '2026-11-20',
    },
    {
      seed: '1',
      palette: 'riso',
      description: 'A blue shore closes around an empty plain, and the plain keeps one yellow lamp lit.',
      edition: 100,
      releasedOn: '2026-09-01',
    },
    {
      seed: '11',
      palette: 'aizome',
      description: 'Two islands share one coastline and, it seems, one secret; each keeps its own quiet centre.',
      edition: 100,
      releasedOn: '2026-06-13',
    },
    {
      seed: '8',
      palette: 'nocturne',
      description:
        'Seen through a round window, amber land falls away into a night-blue hollow with a single ember in it.',
      edition: 100,
      sizes: ['a3', 'a2'],
      releasedOn: '2026-03-25',
    },
    {
      seed: '16',
      palette: 'citron',
      description: 'Yellow cliffs step up through moss to a pale summit where the lines finally stop.',
      edition: 75,
      releasedOn: '2026-01-04',
    },
    {
      seed: '15',
      palette: 'damson',
      description: 'A glacier of plum and apricot, drawn as if warmth could be surveyed.',
      edition: 50,
      sizes: ['a3', 'a2'],
      releasedOn: '2025-10-16',
    },
  ],
}
