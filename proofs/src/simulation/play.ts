/**
 * SIMULATION: plays one schedule, chosen by a seed, and judges the world once it has come to rest.
 *
 *     const { violations, lines } = await play({ seed: 7 })
 *
 * First there is trouble: any message next, processes die, the bank errs, buyers change their minds. Then the world is
 * kind, and everything must come to its end by itself. The same seed is the same schedule, to the last line.
 */
import { createHash } from 'node:crypto'
import type { Act } from './act.ts'
import { choicesOf } from './acts.ts'
import type { Bug } from './bug.ts'
import { judge } from './judge.ts'
import { SeededRandom } from './random.ts'
import { timeOf, timeUntilAlarm } from './time.ts'
import { type Trouble, troubleOf } from './trouble.ts'
import { World } from './world.ts'

export interface PlayOptions {
  readonly seed: number
  /** At most so many acts of trouble, for finding out how many it takes. */
  readonly troubleMax?: number | undefined
  readonly bug?: Bug | undefined
}

/** What came of one schedule. */
export interface Played {
  readonly seed: number
  /** Of the ordered messages, crashes and timers: the same for two schedules that differ in ids and payloads alone. */
  readonly hash: string
  /** Everything that happened, in its order. */
  readonly lines: readonly string[]
  /** How many of them were in the time of trouble. */
  readonly trouble: number
  readonly deaths: number
  readonly timers: number
  /** The status of each order at the end. */
  readonly ends: readonly string[]
  /** `name of the invariant: where`. */
  readonly violations: readonly string[]
}

/** Who has not come to rest by then never will. */
const actsMax = 5_000

/** Plays the schedule of a seed. */
export async function play({ seed, troubleMax, bug }: PlayOptions): Promise<Played> {
  const random = new SeededRandom(seed)
  const world = new World({ random, bug })
  const left: Trouble = { deaths: random.below(4), repeats: random.below(4), wipes: random.below(2) }
  const length = 15 + random.below(120)
  const end = Math.min(length, troubleMax ?? length)
  const happened: Act[] = []
  while (happened.length < actsMax) {
    if (happened.length === end) world.calmDown()
    const act = nextOf(world, left)
    if (!act) break
    happened.push(act)
    await act.run()
  }
  const counted = happened.filter(({ kind }) => kind !== 'inner').map(({ name }) => name)
  const restless = happened.length === actsMax ? [`every order ends: not within ${actsMax} acts`] : []
  return {
    ...{ seed, trouble: Math.min(end, happened.length), lines: happened.map(({ name }) => name) },
    hash: createHash('sha256').update(counted.join('\n')).digest('hex').slice(0, 16),
    deaths: happened.filter(({ kind }) => kind === 'crash').length,
    timers: happened.filter(({ kind }) => kind === 'timer').length,
    ends: world.orders.all().map(({ record }) => record.status),
    violations: [...restless, ...(await judge(world))],
  }
}

/** In trouble anything may be next; in calm time passes only when nothing else is to be done. `undefined`: all is at rest. */
function nextOf(world: World, left: Trouble): Act | undefined {
  const due = choicesOf(world)
  const choices = world.calm ? due : [...due, ...troubleOf(world, left)]
  const waits = choices.length === 0 ? timeUntilAlarm(world) : []
  const passes = world.calm || choices.length + waits.length === 0 ? waits : timeOf(world)
  const all = [...choices, ...passes]
  return all.length > 0 ? world.random.pick(all).draw() : undefined
}
