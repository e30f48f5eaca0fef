import type { Series } from './series.ts'

/** Cutouts by Paul Sorel: six works. */
export const cutouts: Series = {
  slug: 'cutouts',
  title: 'Cutouts',
  rule: 'Scissors that know when to stop',
  generator: 'cutout',
  artist: 'Paul Sorel',
  prices: { a3: 11000, a2: 17000, a1: 29000 },
  works: [
    {
      seed: '14',
      palette: 'dessau',
      description: 'A great black frond fills the yellow sheet; below it, a red stone sits in the dark.',
      edition: 75,
      releasedOn: '2026-09-11',
    },
    {
      seed: '22',
      palette: 'lagoon',
      description: 'A tall leaf slit to its rib, a yellow crescent and one dark star on three sheets of colour.',
      edition: 100,
      releasedOn: '2026-06-23',
    },
    {
      seed: '10',
      palette: 'aizome',
      description: 'A white frond grows out of pale blue while stars are cut from the deeper sheet above.',
      edition: 100,
      releasedOn: '2026-04-04',
    },
    {
      seed: '7',
      palette: 'kelp',
      description: 'A dark fruit on orange paper, with a leaf and a moon kept beside it for company.',
      edition: 50,
      releasedOn: '2026-01-14',
    },
    {
      seed: '11',
      palette: 'riso',
      description: 'Coral, cobalt and rose, and three plants that could only have grown from scissors.',
      edition: 100,
      sizes: ['a3', 'a2'],
      releasedOn: '2025-10-26',
    },
    {
      seed: '15',
      palette: 'damson',
      description: 'Six rooms of a dream: fern, coral, stone, tide, star and moon.',
      edition: 500,
      prices: { a3: 7500, a2: 12000, a1: 20500 },
      releasedOn: '2025-08-07',
    },
  ],
}
