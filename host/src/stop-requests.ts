/** Why everything stops; thrown through a start that is given up. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested'
}

/**
 * Aborts on Ctrl-C, SIGTERM, a closed terminal, or when whoever started the host is gone. Asked a second time, a while
 * after the first, it calls `insist`.
 */
export function stopRequests({ now, insist }: { now: () => number; insist: () => void }): AbortController {
  const stopping = new AbortController()
  let firstAt = 0
  const stop = (why: string) => {
    if (!stopping.signal.aborted) {
      firstAt = now()
      stopping.abort(new StopRequested(why))
    } else if (now() - firstAt > insistAfterMs) insist()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal))
  if (process.channel) process.once('disconnect', () => stop('the terminal is gone'))
  // A terminal that is gone must not turn a progress line into a crash.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return stopping
}

/** One Ctrl-C reaches the host twice: from the terminal, and from the script that started it. */
const insistAfterMs = 1_000
