/**
 * Pays for extra tries out of the traffic itself: each ordinary call puts in a share of a token, each extra try takes a
 * whole one. Extra tries are then at most that share of the calls, plus the reserve (the retry throttling of gRPC A6).
 *
 *     const budget = new TokenBudget({ share: 0.1, reserve: 10 })
 *     budget.earn()                  // with every call
 *     if (budget.spend()) again()    // before every extra try
 */
export class TokenBudget {
  readonly #share: number
  readonly #reserve: number
  #left: number

  constructor({ share, reserve }: { share: number; reserve: number }) {
    this.#share = share
    this.#reserve = reserve
    this.#left = reserve
  }

  /** Tokens, never more than the reserve: a calm hour does not save up for a storm. */
  get left(): number {
    return this.#left
  }

  get max(): number {
    return this.#reserve
  }

  /** Whether there is no whole token. */
  get empty(): boolean {
    // Twenty times a twentieth is a little less than one.
    return this.#left < 1 - 1e-9
  }

  earn(): void {
    this.#left = Math.min(this.#reserve, this.#left + this.#share)
  }

  /** Takes a token; false when there is no whole one. */
  spend(): boolean {
    if (this.empty) return false
    this.#left = Math.max(0, this.#left - 1)
    return true
  }
}
