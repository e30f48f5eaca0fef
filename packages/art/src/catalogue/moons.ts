import type { Series } from './series.ts'

/** Moons by Teodor Vance: six works and First Light. */
export const moons: Series = {
  slug: 'moons',
  title: 'Moons',
  rule: 'Light, kept as the size of a dot',
  generator: 'moon',
  artist: 'Teodor Vance',
  prices: { a3: 8500, a2: 13500, a1: 23000 },
  works: [
    {
      name: { slug: 'first-light', title: 'First Light' },
      seed: '31',
      palette: 'nocturne',
      description:
        'Totality ends: one bead of sun comes through, and a hundred sheets are released in the same second.',
      edition: 100,
      sizes: ['a2'],
      prices: { a3: 9500, a2: 14000, a1: 24500 },
      releasedOn: '2026-11-22',
    },
    {
      seed: '20',
      palette: 'aizome',
      description: 'A large indigo moon, printed slightly out of true so that its edge catches the paper.',
      edition: 100,
      releasedOn: '2026-10-01',
    },
    {
      seed: '11',
      palette: 'riso',
      description: 'A coral sun lifts from navy water, and the sea keeps the receipt in dots.',
      edition: 250,
      releasedOn: '2026-07-13',
    },
    {
      seed: '22',
      palette: 'lagoon',
      description: 'A peach moon turns its dark side to a teal room, a small yellow companion in tow.',
      edition: 100,
      releasedOn: '2026-04-24',
    },
    {
      seed: '18',
      palette: 'nocturne',
      description: 'Two moons pass in a blue sky, each thin enough to see the other through.',
      edition: 100,
      releasedOn: '2026-02-03',
    },
    {
      seed: '9',
      palette: 'graphite',
      description: 'A month in twelve nights on three columns, one of them caught red-handed.',
      edition: 150,
      releasedOn: '2025-11-15',
    },
    {
      seed: '16',
      palette: 'citron',
      description: 'Totality lasts two minutes; the yellow corona of this print has decided to stay.',
      edition: 75,
      releasedOn: '2025-08-27',
    },
  ],
}
