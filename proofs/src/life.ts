/**
 * One process of the shop, for as long as it lives. Everything that it does to the world outside passes here: the dead do
 * nothing more and hear nothing more, whatever they were in the middle of. What was under way outside goes on there, as
 * after a SIGKILL.
 */
export class Life {
  readonly #atDeath: (() => void)[] = []
  #over = false

  atDeath(run: () => void): void {
    this.#atDeath.push(run)
  }

  /** Ends at once; what called never goes on. */
  die(): Promise<never> {
    if (!this.#over) {
      this.#over = true
      for (const run of this.#atDeath) run()
    }
    return never()
  }

  /** Acts, and tells what came of it: unless it is dead by then. */
  async does<T>(act: () => Promise<T>): Promise<T> {
    if (this.#over) return never()
    try {
      const answer = await act()
      return this.#over ? await never() : answer
    } catch (error) {
      if (this.#over) return never()
      throw error
    }
  }
}

const never = () => new Promise<never>(() => undefined)
