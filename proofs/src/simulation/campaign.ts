import type { Bug } from './bug.ts'
import { type Played, play } from './play.ts'

export interface CampaignOptions {
  /** The first seed; those after it follow. */
  readonly seed: number
  /** How many schedules, no two alike. */
  readonly schedules: number
  readonly bug?: Bug
  /** Called now and then. */
  readonly told?: (report: CampaignReport) => void
}

/** A seed whose schedule ended in a world with something wrong. */
interface Failing {
  readonly seed: number
  /** The fewest acts of trouble that it takes. */
  readonly trouble: number
  readonly violations: readonly string[]
}

/** What came of many schedules. */
export interface CampaignReport {
  readonly played: number
  /** By the hash of their ordered messages, crashes and timers. */
  readonly distinct: number
  /** Everything that happened in them, book-keeping included. */
  readonly acts: number
  readonly deaths: number
  readonly timers: number
  /** Orders by the status in which they ended. */
  readonly ends: Readonly<Record<string, number>>
  readonly failing: readonly Failing[]
}

const failingMax = 10
const tellEvery = 5_000

/** Plays one seed after another until so many schedules were different; gives up after ten failing ones. */
export async function campaign({
  seed,
  schedules,
  bug,
  told = () => undefined,
}: CampaignOptions): Promise<CampaignReport> {
  const hashes = new Set<string>()
  const failing: Failing[] = []
  const ends: Record<string, number> = {}
  const sums = { played: 0, acts: 0, deaths: 0, timers: 0 }
  const report = () => ({ ...sums, distinct: hashes.size, ends, failing })
  while (hashes.size < schedules && failing.length < failingMax) {
    const played = await play({ seed: seed + sums.played, bug })
    hashes.add(played.hash)
    sums.played += 1
    sums.acts += played.lines.length
    sums.deaths += played.deaths
    sums.timers += played.timers
    for (const status of played.ends) ends[status] = (ends[status] ?? 0) + 1
    if (played.violations.length > 0) failing.push(await shrunk(played, bug))
    if (sums.played % tellEvery === 0) told(report())
  }
  return report()
}

/** The failing schedule with the least trouble that still fails: the world is calm from there on. */
async function shrunk({ seed, trouble, violations }: Played, bug?: Bug): Promise<Failing> {
  for (let least = 0; least < trouble; least++) {
    const played = await play({ seed, troubleMax: least, bug })
    if (played.violations.length > 0) return { seed, trouble: least, violations: played.violations }
  }
  return { seed, trouble, violations }
}
