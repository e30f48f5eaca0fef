import type { Series } from './series.ts'

/** Atria by Dario Quintela: six works. */
export const atria: Series = {
  slug: 'atria',
  title: 'Atria',
  rule: 'Rooms stacked until they cast a shadow',
  generator: 'atrium',
  artist: 'Dario Quintela',
  prices: { a3: 8500, a2: 13500, a1: 23000 },
  works: [
    {
      seed: '21',
      palette: 'riso',
      description: 'A blue high-rise with a handful of lit windows, someone always still up.',
      edition: 100,
      releasedOn: '2026-10-31',
    },
    {
      seed: '2',
      palette: 'lagoon',
      description: 'A courtyard house with a pool at its heart, cut from teal and stood against saffron.',
      edition: 150,
      releasedOn: '2026-08-12',
    },
    {
      seed: '18',
      palette: 'nocturne',
      description: 'A tower, a few cubes and a gold disc: a village reduced to its shadows.',
      edition: 100,
      releasedOn: '2026-05-24',
    },
    {
      seed: '7',
      palette: 'kelp',
      description: 'A stepped garden tower in cool greens at the hottest hour of an orange day.',
      edition: 100,
      releasedOn: '2026-03-05',
    },
    {
      seed: '10',
      palette: 'aizome',
      description: 'A blue quarter of terraces, each roof a place to dry the washing and watch the hill.',
      edition: 200,
      releasedOn: '2025-12-15',
    },
    {
      seed: '5',
      palette: 'damson',
      description: 'Tall rose walls fold around a patio that only the moon can enter.',
      edition: 50,
      sizes: ['a3', 'a2'],
      releasedOn: '2025-09-26',
    },
  ],
}
