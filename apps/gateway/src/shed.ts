/**
 * LOAD SHEDDING: so many requests at once and no more, the rest waits for a moment or is refused, the least important first.
 *
 *     const door = new Shed({ places: () => limit.places, elapsedMs: patientMs, after: clock.after, turn })
 *     const entry = door.enter('checkout', (entered) => …)   // a place, or undefined while it waits, or a refusal
 *
 * Each priority may take only its share of the places, so what is less important cannot keep the more important out. Waiting
 * for a place is bounded by CoDel's rule as Facebook applies it to servers (Maurer, "Fail at Scale", ACM Queue 2015): a burst may
 * wait, but once somebody waited in vain it is an overload, in which a wait only makes answers late.
 *
 * Whoever is let in is worked on at once, and everybody else waits for that, also for a refusal: so each turn of the event loop
 * lets in a few, and the rest of those who have a place come in with the next turns. They are refused only if more important
 * ones take their places: how long it takes until their turn is bounded when they come, by the length of the line.
 */
import { type Priority, priorities } from '@switchyard/contracts/priority'
import type { TurnBudget } from './turn-budget.ts'

/** What of all places a priority may take at most. What is health is never refused and takes none. */
const shareOf: Readonly<Record<Priority, number>> = {
  health: 1,
  checkout: 1,
  account: 0.9,
  browse: 0.75,
  bulk: 0.5,
}
/** So long after somebody waited in vain it is an overload. */
const intervalMs = 100
const waitMsMax = { burst: 30, overload: 20 }
/** So many of one priority wait for a place in a burst, of its places, and at least; what is more is refused at once. */
const waitingShareMax = 0.25
const waitingMin = 4
/** Whose first has waited so long is a line that stands: it is no burst, or there is more to do than is done. */
const standsMs = 10
/** How many a line that stands may have, of which each priority has its share: whoever is last of them is worked on soon enough. */
const standingMax = 20
/** So many who waited come in with one turn. Together they are worked on more cheaply than one by one, but whoever comes then waits for all of them. */
const eachTurn = 4
/** How often who waits is looked at, while there is no place. */
const sweepMs = 5
/** Where a turn may take as long as it likes, the next is at once. */
const endless: TurnBudget = { isOver: () => false, afterTurn: (run) => run() }

const never = Number.NEGATIVE_INFINITY

/** Told once: whether a request that waited has a place now, or is refused. */
type Tell = (entered: boolean) => void

interface Waiting {
  tell: Tell
  sinceMs: number
}

interface Line {
  readonly priority: Priority
  waiting: Waiting[]
  /** When somebody was refused after a wait. */
  inVainAtMs: number
  inside: number
  entered: number
  refused: number
}

/** How a door stands. */
export interface DoorView {
  places: number
  inside: number
  lines: { priority: Priority; places: number; inside: number; waiting: number; entered: number; refused: number }[]
}

/** A door with so many places behind it. */
export class Shed {
  readonly #places: () => number
  readonly #elapsedMs: () => number
  readonly #after: (ms: number, run: () => void) => unknown
  readonly #turn: TurnBudget
  /** The most important first. */
  readonly #lines: readonly Line[]
  #inside = 0
  readonly #looks = new Set<'with a turn' | 'after a while'>()

  constructor({
    places,
    elapsedMs,
    after,
    turn = endless,
  }: {
    places: () => number
    elapsedMs: () => number
    after: (ms: number, run: () => void) => unknown
    /** How long a turn of the event loop lets in; whoever may take every place is let in nevertheless. */
    turn?: TurnBudget
  }) {
    this.#places = places
    this.#elapsedMs = elapsedMs
    this.#after = after
    this.#turn = turn
    this.#lines = priorities.map((priority) => ({
      ...{ priority, waiting: [], inVainAtMs: never, inside: 0, entered: 0, refused: 0 },
    }))
  }

  /** Lets a request in (`true`), refuses it (`false`), or has it wait and tells later (`undefined`). Whoever is let in leaves by {@link leave}. */
  enter(priority: Priority, tell: Tell): boolean | undefined {
    const line = this.#lineOf(priority)
    if (priority === 'health' || (!this.#waitsBefore(line) && this.#hasPlace(line) && this.#hasTime(line))) {
      this.#take(line)
      return true
    }
    if (this.refuses(priority)) return false
    line.waiting.push({ tell, sinceMs: this.#elapsedMs() })
    this.#lookAgain()
    return undefined
  }

  /** Whether a request would be refused at once, for its line is as long as it may be; if so it is counted, and need not {@link enter}. */
  refuses(priority: Priority): boolean {
    const line = this.#lineOf(priority)
    if (line.waiting.length < this.#lengthMax(line)) return false
    line.refused += 1
    return true
  }

  /** Gives a place back, to whoever of the most important waits for it. */
  leave(priority: Priority): void {
    this.#lineOf(priority).inside -= 1
    if (priority !== 'health') this.#inside -= 1
    this.#lookAgain()
  }

  /** Takes a request back that waits no more, because its client has left. */
  giveUp(priority: Priority, tell: Tell): void {
    const line = this.#lineOf(priority)
    line.waiting = line.waiting.filter((one) => one.tell !== tell)
  }

  view(): DoorView {
    const lines = this.#lines.map(({ priority, inside, waiting, entered, refused }) => ({
      ...{ priority, places: this.#placesOf(priority), inside, waiting: waiting.length, entered, refused },
    }))
    return { places: this.#places(), inside: this.#inside, lines }
  }

  #lineOf(priority: Priority): Line {
    const line = this.#lines[priorities.indexOf(priority)]
    if (!line) throw new Error(`There is no line of ${priority}.`)
    return line
  }

  #placesOf(priority: Priority): number {
    return Math.max(1, Math.floor(this.#places() * shareOf[priority]))
  }

  #hasPlace({ priority }: Line): boolean {
    return this.#inside < this.#placesOf(priority)
  }

  #hasTime({ priority }: Line): boolean {
    return shareOf[priority] === 1 || !this.#turn.isOver()
  }

  /** Whether somebody as important or more so is still waiting. */
  #waitsBefore(line: Line): boolean {
    return this.#lines.some((one, rank) => one.waiting.length > 0 && rank <= this.#lines.indexOf(line))
  }

  /** In a burst whoever has a place may wait for their turn, and some for a place. */
  #lengthMax(line: Line): number {
    const sure = this.#sureOf(line)
    const { priority } = line
    if (this.#stands(line)) return Math.max(waitingMin, Math.min(sure, standingMax * shareOf[priority]))
    return sure + Math.max(waitingMin, this.#placesOf(priority) * waitingShareMax)
  }

  /** How many of a line are sure of their turn: there is a place for them, and nobody more important waits for it. */
  #sureOf(line: Line): number {
    const before = this.#lines.slice(0, this.#lines.indexOf(line))
    const ahead = before.reduce((sum, { waiting }) => sum + waiting.length, 0)
    return Math.max(0, this.#placesOf(line.priority) - this.#inside - ahead)
  }

  #stands(line: Line): boolean {
    const [first] = line.waiting
    return this.#isOverload(line) || (first !== undefined && this.#elapsedMs() - first.sinceMs >= standsMs)
  }

  #isOverload({ inVainAtMs }: Line): boolean {
    return this.#elapsedMs() - inVainAtMs < intervalMs
  }

  #take(line: Line): void {
    line.inside += 1
    line.entered += 1
    if (line.priority !== 'health') this.#inside += 1
  }

  #letIn(): void {
    for (const line of this.#lines) this.#refuseLate(line)
    for (let n = 0; n < eachTurn; n++) {
      const line = this.#lines.find((one) => one.waiting.length > 0 && this.#hasPlace(one) && this.#hasTime(one))
      const next = line?.waiting.shift()
      if (!line || !next) return
      this.#take(line)
      next.tell(true)
    }
  }

  /** Refuses whoever is not sure of a turn and has waited longer than one may wait now. */
  #refuseLate(line: Line): void {
    const sure = this.#sureOf(line)
    if (line.waiting.length <= sure) return
    const nowMs = this.#elapsedMs()
    const mostMs = this.#isOverload(line) ? waitMsMax.overload : waitMsMax.burst
    const inTime = line.waiting.findIndex(({ sinceMs }) => nowMs - sinceMs < mostMs)
    const late = line.waiting.splice(sure, (inTime < 0 ? line.waiting.length : inTime) - sure)
    line.refused += late.length
    if (late.length > 0) line.inVainAtMs = nowMs
    for (const { tell } of late) tell(false)
  }

  /** Lets in with the next turn if somebody who waits has a place, or else looks after a while who has waited for too long. */
  #lookAgain(): void {
    const lines = this.#lines.filter(({ waiting }) => waiting.length > 0)
    if (lines.length === 0) return
    const when = lines.some((line) => this.#hasPlace(line)) ? 'with a turn' : 'after a while'
    if (this.#looks.has(when)) return
    this.#looks.add(when)
    const look = () => {
      this.#looks.delete(when)
      this.#letIn()
      this.#lookAgain()
    }
    if (when === 'with a turn') this.#turn.afterTurn(look)
    else this.#after(sweepMs, look)
  }
}
