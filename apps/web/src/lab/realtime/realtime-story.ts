import type { OrderStatus, TimelineEntry } from '@switchyard/contracts/orders'

/** An entry as a stream told it. */
export interface Told {
  seq: number
  status: OrderStatus
  /** When it was heard here. */
  atMs: number
}

/** One opening of this page's own stream. */
interface Opening {
  /** The last number that was seen before. */
  after: number
  atMs: number
  told: readonly Told[]
}

/** What two streams have told of one order: this page's own, which can be cut, and that of the shop. */
export interface RealtimeStory {
  openings: readonly Opening[]
  shop: readonly Told[]
  heartbeats: number
  /** How many of the print were left, each time it was told. */
  stock: readonly number[]
}

/** Something that a stream did. */
export type Happening =
  | { type: 'placed' }
  | { type: 'opened'; atMs: number }
  | { type: 'told'; by: 'own' | 'shop'; entry: TimelineEntry; atMs: number }
  | { type: 'heartbeat' }
  | { type: 'stock'; available: number }

/** Before anything. */
export const noStory: RealtimeStory = { openings: [], shop: [], heartbeats: 0, stock: [] }

/** The story with one thing more. */
export function withHappening(story: RealtimeStory, happening: Happening): RealtimeStory {
  const { openings, shop, stock } = story
  switch (happening.type) {
    case 'placed':
      return { ...noStory, stock }
    case 'opened':
      return { ...story, openings: [...openings, { after: lastSeqOf(story), atMs: happening.atMs, told: [] }] }
    case 'heartbeat':
      return { ...story, heartbeats: story.heartbeats + 1 }
    case 'stock':
      return stock.at(-1) === happening.available ? story : { ...story, stock: [...stock, happening.available] }
    case 'told': {
      const { entry, atMs, by } = happening
      const told = { seq: entry.seq, status: entry.status, atMs }
      if (by === 'own') {
        return {
          ...story,
          openings: openings.map((one, place) =>
            place === openings.length - 1 ? { ...one, told: [...one.told, told] } : one,
          ),
        }
      }
      // The shop's stream begins an order anew when another tab takes it over.
      const isKnown = shop.some(({ seq }) => seq === entry.seq)
      return isKnown ? story : { ...story, shop: [...shop, told].sort((a, b) => a.seq - b.seq) }
    }
  }
}

/** The last number that this page's own stream has told; 0 before the first. */
export const lastSeqOf = ({ openings }: RealtimeStory): number =>
  Math.max(0, ...openings.flatMap(({ told }) => told.map(({ seq }) => seq)))

/** What happened to the order while this page's own stream was cut, before this opening. */
export const missedBefore = ({ after, atMs }: Opening, { shop }: RealtimeStory): readonly Told[] =>
  after === 0 ? [] : shop.filter((one) => one.seq > after && one.atMs < atMs)

/** How often this page's own stream told an entry, over all its openings. */
export const timesTold = ({ openings }: RealtimeStory, seq: number): number =>
  openings.flatMap(({ told }) => told).filter((one) => one.seq === seq).length
