import type { Series } from './series.ts'

/** Bristles by Maren Osei: six works. */
export const bristles: Series = {
  slug: 'bristles',
  title: 'Bristles',
  rule: 'One long breath of a wide brush',
  generator: 'bristle',
  artist: 'Maren Osei',
  prices: { a3: 12000, a2: 18500, a1: 32000 },
  works: [
    {
      seed: '11',
      palette: 'riso',
      description: 'A coral coil falls down the sheet in three loops with a thread of navy inside.',
      edition: 75,
      releasedOn: '2026-09-21',
    },
    {
      seed: '16',
      palette: 'citron',
      description: 'One brush, three turns and no corrections, running dry exactly where it should.',
      edition: 50,
      releasedOn: '2026-07-03',
    },
    {
      seed: '22',
      palette: 'lagoon',
      description: 'Two waves cross in opposite directions, teal above, and sand below.',
      edition: 100,
      releasedOn: '2026-04-14',
    },
    {
      seed: '1',
      palette: 'adobe',
      description: 'Two long gestures lean on each other the way friends do at the end of an evening.',
      edition: 75,
      releasedOn: '2026-01-24',
    },
    {
      seed: '15',
      palette: 'damson',
      description: 'Four strokes hang like banners, their loose threads left as evidence.',
      edition: 50,
      sizes: ['a2', 'a1'],
      releasedOn: '2025-11-05',
    },
    {
      seed: '9',
      palette: 'graphite',
      description: 'A grey ring drawn in a single breath, and the red breath itself.',
      edition: 25,
      sizes: ['a3'],
      prices: { a3: 14000, a2: 21500, a1: 36000 },
      releasedOn: '2025-08-17',
    },
  ],
}
