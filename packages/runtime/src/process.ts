import type { Log } from './log.ts'

/** Tells whoever started this process that it serves, and on which port. Without such a parent it does nothing. */
export function reportReady({ port }: { port: number }): void {
  process.send?.({ type: 'ready', port })
}

/** Passes on what the parent says over its channel, from the first word on. Without such a parent it does nothing. */
export function hearParent(listener: (message: unknown) => void): void {
  if (process.channel) process.on('message', listener)
}

/**
 * Calls `stop` once on SIGTERM, SIGINT or when the parent has died, then exits: with 0 when it finished, with 1 after
 * `limitMs`. An error that nobody caught is logged and ends the process, so that its restart is clean.
 */
export function stopOnSignal({
  stop,
  log,
  limitMs = 10_000,
}: {
  stop: () => Promise<void>
  log: Log
  limitMs?: number
}) {
  let stopping = false
  const end = async (reason: string) => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'stopping')
    setTimeout(() => process.exit(1), limitMs).unref()
    try {
      await stop()
      process.exit(0)
    } catch (error) {
      log.error({ err: error }, 'did not stop cleanly')
      process.exit(1)
    }
  }
  process.once('SIGTERM', () => void end('SIGTERM'))
  process.once('SIGINT', () => void end('SIGINT'))
  if (process.channel) process.once('disconnect', () => void end('parent gone'))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught')
    process.exit(1)
  })
}
