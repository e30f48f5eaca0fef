/** What orders answers from its read models, and how far behind the orders themselves these are. */
import { z } from 'zod'
import { Instant, Money, Slug } from './values.ts'

/** How far a read model is behind, as it was measured at `at`. */
export const ReadLag = z.object({
  at: Instant,
  /** Events that were committed and are not in it yet; at most 1,000 are counted. */
  waiting: z.int().nonnegative(),
  /** Since when the oldest of them waits; 0 when none does. */
  behindMs: z.int().nonnegative(),
  /** How long the latest event that arrived was under way; `null` before the first. */
  lastTookMs: z.int().nonnegative().nullable(),
  /** Events that could not be applied and wait for a person, among the dead letters. */
  dead: z.int().nonnegative(),
})
export type ReadLag = z.infer<typeof ReadLag>

/** How many days back, today included; days are those of UTC. */
export const SalesQuery = z.strictObject({ days: z.int().min(1).max(90).default(30) })

/** What was sold, less what was taken back, each on the day on which it happened; money may therefore be below zero. */
const Figures = { sold: z.int(), takenBack: z.int(), revenue: Money.extend({ amount: z.int() }) }

/** Sales as staff see them. */
export const Sales = z.object({
  days: z.array(z.object({ day: z.iso.date(), orders: z.int(), ...Figures })),
  /** By print, the best first; at most 100. */
  prints: z.array(z.object({ slug: Slug, ...Figures })),
  lag: ReadLag,
})
export type Sales = z.infer<typeof Sales>

/** What a rebuild read and wrote; `mended` rows differed from what the events tell. */
export const Rebuilt = z.object({ events: z.int(), orders: z.int(), sales: z.int(), mended: z.int() })
export type Rebuilt = z.infer<typeof Rebuilt>
