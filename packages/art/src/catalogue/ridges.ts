import type { Series } from './series.ts'

/** Ridges by Yuki Aramaki: six works. */
export const ridges: Series = {
  slug: 'ridges',
  title: 'Ridges',
  rule: 'A horizon that remembers the noise it came from',
  generator: 'ridge',
  artist: 'Yuki Aramaki',
  prices: { a3: 9500, a2: 14500, a1: 25000 },
  works: [
    {
      seed: '2',
      palette: 'lagoon',
      description: 'Far peaks dissolve into sea air; the nearer the mountain, the deeper the green.',
      edition: 100,
      releasedOn: '2026-11-10',
    },
    {
      seed: '8',
      palette: 'nocturne',
      description: 'A golden spire stands in front of its own sun, layered like pages.',
      edition: 150,
      releasedOn: '2026-08-22',
    },
    {
      seed: '24',
      palette: 'dessau',
      description: 'Plotted lines hide one another until a mountain appears, and behind it a red disc.',
      edition: 100,
      releasedOn: '2026-06-03',
    },
    {
      seed: '21',
      palette: 'riso',
      description: 'Hot slopes cool to navy towards the viewer, the reverse of every sunset.',
      edition: 100,
      releasedOn: '2026-03-15',
    },
    {
      seed: '5',
      palette: 'damson',
      description: 'Dusk held in a porthole: plum sky, apricot haze, one cool moon.',
      edition: 100,
      releasedOn: '2025-12-25',
    },
    {
      seed: '10',
      palette: 'aizome',
      description: 'Indigo upon indigo, with a vermilion sun set like a seal at the left.',
      edition: 200,
      releasedOn: '2025-10-06',
    },
  ],
}
