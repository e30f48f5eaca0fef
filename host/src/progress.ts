/** Tells a person what is being waited for; `[ 3.2 s] …` lines, one per step. */
export interface Progress {
  say(line: string): void
  /** Seconds since the start, such as `3.2 s`. */
  elapsed(): string
}

/** Lines go to `write`; `now` is in milliseconds. */
export function createProgress({ write, now }: { write: (line: string) => void; now: () => number }): Progress {
  const begun = now()
  const elapsed = () => `${((now() - begun) / 1000).toFixed(1)} s`
  return { elapsed, say: (line) => write(`[${elapsed().padStart(7)}] ${line}`) }
}
