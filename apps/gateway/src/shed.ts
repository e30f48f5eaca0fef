/**
 * LOAD SHEDDING: so many requests at once and no more, the rest waits for a moment or is refused, the least important first.
 *
 *     const door = new Shed({ places: () => limit.places, elapsedMs: patientMs, after: clock.after, turn })
 *     const entry = door.enter('checkout', (entered) => …)   // a place, or undefined while it waits, or a refusal
 *
 * Each priority may take only its share of the places, so what is less important cannot keep the more important out. Waiting
 * is bounded by CoDel's rule as Facebook applies it to servers (Maurer, "Fail at Scale", ACM Queue 2015): a queue that was
 * empty a moment ago is a burst and may wait; one that was not is an overload, in which a wait only makes answers late. A
 * queue that emptied because it waited in vain is an overload still.
 *
 * Whoever is let in is worked on at once, and everybody else waits for that, also for a refusal: so each turn of the event loop
 * lets in for a few milliseconds, and the rest of those who have a place come in with the next turns.
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
/** A queue that was empty within this time has no standing overload. */
const intervalMs = 100
/** A turn of the loop has to fit in, or those who wait for the next one would be refused, and nobody is worked on. */
const waitMsMax = { burst: 30, overload: 20 }
/** So many of one priority wait for a place in a burst, of its places; what is more is refused at once. In an overload the least is enough: a turn lets in no more. */
const waitingShareMax = 0.25
const waitingMin = 4
/** How often who waits is looked at, while there is no place. */
const sweepMs = 5
/** Where a turn may take as long as it likes. */
const endless: TurnBudget = { isOver: () => false, afterTurn: queueMicrotask }

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
  emptyAtMs: number
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
  #sweeps = false

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
      ...{ priority, waiting: [], emptyAtMs: elapsedMs(), inVainAtMs: never, inside: 0, entered: 0, refused: 0 },
    }))
  }

  /** Lets a request in (`true`), refuses it (`false`), or has it wait and tells later (`undefined`). Whoever is let in leaves by {@link leave}. */
  enter(priority: Priority, tell: Tell): boolean | undefined {
    const line = this.#lineOf(priority)
    if (priority === 'health' || (!this.#waitsBefore(line) && this.#hasPlace(line) && this.#hasTime(line))) {
      this.#take(line)
      return true
    }
    const nowMs = this.#elapsedMs()
    if (line.waiting.length === 0) line.emptyAtMs = nowMs
    if (this.refuses(priority)) return false
    line.waiting.push({ tell, sinceMs: nowMs })
    this.#sweepLater()
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
    this.#letIn()
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
    if (this.#isOverload(line)) return waitingMin
    const places = this.#placesOf(line.priority)
    return Math.max(0, places - this.#inside) + Math.max(waitingMin, places * waitingShareMax)
  }

  #isOverload({ waiting, emptyAtMs, inVainAtMs }: Line): boolean {
    const nowMs = this.#elapsedMs()
    return nowMs - inVainAtMs < intervalMs || (waiting.length > 0 && nowMs - emptyAtMs > intervalMs)
  }

  #take(line: Line): void {
    line.inside += 1
    line.entered += 1
    if (line.priority !== 'health') this.#inside += 1
  }

  #letIn(): void {
    for (const line of this.#lines) {
      this.#refuseLate(line)
      while (line.waiting.length > 0 && this.#hasPlace(line) && this.#hasTime(line)) {
        const next = line.waiting.shift()
        this.#take(line)
        next?.tell(true)
      }
    }
  }

  /** Refuses whoever has waited longer than one may wait now, the oldest first. */
  #refuseLate(line: Line): void {
    if (line.waiting.length === 0) return
    const nowMs = this.#elapsedMs()
    const mostMs = this.#isOverload(line) ? waitMsMax.overload : waitMsMax.burst
    const inTime = line.waiting.findIndex(({ sinceMs }) => nowMs - sinceMs < mostMs)
    const late = line.waiting.splice(0, inTime < 0 ? line.waiting.length : inTime)
    line.refused += late.length
    if (late.length > 0) line.inVainAtMs = nowMs
    for (const { tell } of late) tell(false)
  }

  #sweepLater(): void {
    if (this.#sweeps) return
    this.#sweeps = true
    const sweep = () => {
      this.#sweeps = false
      this.#letIn()
      if (this.#lines.some(({ waiting }) => waiting.length > 0)) this.#sweepLater()
    }
    // Whoever has a place waits for the next turn alone.
    if (this.#lines.some((line) => line.waiting.length > 0 && this.#hasPlace(line))) this.#turn.afterTurn(sweep)
    else this.#after(sweepMs, sweep)
  }
}
