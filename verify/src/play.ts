import { systemClock } from '@switchyard/runtime/clock'
import { fastClock } from '@switchyard/runtime/testing/fast-clock'
import { z } from 'zod'
import { type Scenario, type ScenarioName, scenarios } from './scenarios.ts'
import { type Engines, openShop } from './shop.ts'

/** What came out of a scenario: the names of the invariants that stayed broken, each with where. */
export const Played = z.object({
  scenario: z.string(),
  /** How many looks it took until every invariant held, four a second; `null`: something stayed broken. */
  healedAfterLooks: z.int().nullable(),
  broken: z.array(z.object({ name: z.string(), examples: z.array(z.string()) })),
})
export type Played = z.infer<typeof Played>

const speed = 3
const lookMs = 250
/** Nine seconds, counted in looks: a machine that stands still in between takes nothing from them. */
export const looksUsual = 36
const longMs = 600_000

/** Plays a scenario in a shop of its own, and gives the shop `looksMax` looks to heal before it is judged. */
export async function play(name: ScenarioName, engines: Engines, looksMax = looksUsual): Promise<Played> {
  const { webhooks, holdMs = longMs, play: playIt }: Scenario = scenarios[name]
  const clock = fastClock(speed)
  await using shop = await openShop({ ...engines, clock, webhooks: webhooks !== false, holdMs })
  const strays = await playIt(shop)
  const seen = strays.length === 0 ? [] : [{ name: seenByAnother, examples: strays }]
  for (let looks = 1; ; looks += 1) {
    const { invariants } = await shop.check()
    const broken = invariants.filter((one) => one.broken > 0).map(({ name, examples }) => ({ name, examples }))
    if (broken.length === 0) {
      return { scenario: name, healedAfterLooks: seen.length === 0 ? looks : null, broken: seen }
    }
    if (looks === looksMax) return { scenario: name, healedAfterLooks: null, broken: [...broken, ...seen] }
    await systemClock.sleep(lookMs)
  }
}

/** The one invariant that only a client can see. */
export const seenByAnother = 'nobody sees what is another’s'
