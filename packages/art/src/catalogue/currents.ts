import type { Series } from './series.ts'

/** Currents by Bronwyn Adeyemi: six works and Last Impression. */
export const currents: Series = {
  slug: 'currents',
  title: 'Currents',
  rule: 'Bands that make way for one round thing',
  generator: 'current',
  artist: 'Bronwyn Adeyemi',
  prices: { a3: 7500, a2: 12000, a1: 20500 },
  works: [
    {
      seed: '10',
      palette: 'aizome',
      description: 'Nearly nothing: three folds of sea, and a vermilion disc about to touch them.',
      edition: 150,
      releasedOn: '2026-10-21',
    },
    {
      seed: '12',
      palette: 'lagoon',
      description: 'The whole tide rearranges itself around one yellow eye.',
      edition: 200,
      releasedOn: '2026-08-02',
    },
    {
      seed: '5',
      palette: 'damson',
      description: 'Pink and orange streams lean aside for a cool round stone and close again behind it.',
      edition: 100,
      releasedOn: '2026-05-14',
    },
    {
      seed: '7',
      palette: 'kelp',
      description: 'Green bands part like a curtain on a single orange sun.',
      edition: 100,
      releasedOn: '2026-02-23',
    },
    {
      seed: '24',
      palette: 'dessau',
      description: 'Red and black waves cross the sheet at an angle, steady between two small suns.',
      edition: 250,
      releasedOn: '2025-12-05',
    },
    {
      seed: '13',
      palette: 'adobe',
      description: 'Clay-coloured grain, as in old timber, that grew around two knots.',
      edition: 75,
      sizes: ['a2', 'a1'],
      releasedOn: '2025-09-16',
    },
    {
      name: { slug: 'last-impression', title: 'Last Impression' },
      seed: '30',
      palette: 'nocturne',
      description: 'The stream leans aside one last time, and half the sheet is left to the night.',
      edition: 25,
      sizes: ['a3'],
      prices: { a3: 14000, a2: 21500, a1: 36000 },
      releasedOn: '2025-06-20',
    },
  ],
}
