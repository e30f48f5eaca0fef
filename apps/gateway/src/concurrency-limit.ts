/** The lag from which on the event loop is behind: a few long steps of work. */
const lagMsMax = 20
/** Never so few that the slow answers of a machine that others use as well would be refused. */
const places = { min: 32, max: 256 }
/** What is left at most and at least after a late turn: a turn may take a second, so there are few to learn from. */
const kept = { most: 0.9, least: 0.25 }
const givenBack = 2

/**
 * How many requests a gateway works on at once, found by its own event loop: additive increase and multiplicative decrease,
 * as TCP's congestion control (Jacobson 1988), with the loop's lag for the lost packet. A slow service costs no places, for
 * waiting keeps no loop busy.
 */
export class ConcurrencyLimit {
  #places = places.max
  #lagMs = 0
  #turnMs = 0

  get places(): number {
    return Math.floor(this.#places)
  }

  /** The lag as it is believed, the shorter of two turns: one late turn, such as a collection of garbage, is no overload. */
  get lagMs(): number {
    return this.#lagMs
  }

  /** Takes in how late the loop came to something that was due. */
  observe(lagMs: number): void {
    this.#lagMs = Math.min(lagMs, this.#turnMs)
    this.#turnMs = lagMs
    const share = Math.min(kept.most, Math.max(kept.least, lagMsMax / this.#lagMs))
    this.#places =
      this.#lagMs > lagMsMax
        ? Math.max(places.min, this.#places * share)
        : Math.min(places.max, this.#places + givenBack)
  }
}
