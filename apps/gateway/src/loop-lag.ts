const everyMs = 10

/** Tells again and again how late this process comes to what is due, until the signal aborts. */
export function watchLoopLag({
  elapsedMs,
  after,
  tell,
  signal,
}: {
  elapsedMs: () => number
  after: (ms: number, run: () => void) => () => void
  tell: (lagMs: number) => void
  signal: AbortSignal
}): void {
  let stop = () => {}
  const next = (dueMs: number) => {
    stop = after(everyMs, () => {
      const nowMs = elapsedMs()
      tell(Math.max(0, nowMs - dueMs))
      next(nowMs + everyMs)
    })
  }
  if (signal.aborted) return
  next(elapsedMs() + everyMs)
  signal.addEventListener('abort', () => stop(), { once: true })
}
