import type { Series } from './series.ts'

/** Selvedges by Amara Lindqvist: six works. */
export const selvedges: Series = {
  slug: 'selvedges',
  title: 'Selvedges',
  rule: 'Over, under, and the odd mistake on purpose',
  generator: 'selvedge',
  artist: 'Amara Lindqvist',
  prices: { a3: 8000, a2: 12500, a1: 21500 },
  works: [
    {
      seed: '4',
      palette: 'dessau',
      description: 'Black, bone and three red blocks: a weaving that counts its steps.',
      edition: 100,
      releasedOn: '2026-10-11',
    },
    {
      seed: '11',
      palette: 'riso',
      description: 'Yellow blocks climb through navy stripes above a field of resting pink.',
      edition: 150,
      releasedOn: '2026-07-23',
    },
    {
      seed: '5',
      palette: 'damson',
      description: 'An apricot stair climbs a dark cloth, each column wearing the same rhythm one step later.',
      edition: 100,
      releasedOn: '2026-05-04',
    },
    {
      seed: '18',
      palette: 'nocturne',
      description: 'Moon-coloured stripes and two gold bars, woven on a ground of late evening.',
      edition: 75,
      releasedOn: '2026-02-13',
    },
    {
      seed: '19',
      palette: 'graphite',
      description: 'Three grey columns and three short red calls, spaced like a conversation.',
      edition: 300,
      releasedOn: '2025-11-25',
    },
    {
      seed: '13',
      palette: 'adobe',
      description: 'A symmetrical hanging in clay and rust, quiet in the middle where the eye sits down.',
      edition: 50,
      sizes: ['a3', 'a2'],
      releasedOn: '2025-09-06',
    },
  ],
}
