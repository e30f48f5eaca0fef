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
 * Listens from the first moment on for SIGTERM, SIGINT and the parent's death. Give what it returns the way to stop once
 * there is one: it is called once, at once if the signal came while the process was still starting. Then the process
 * exits: with 0 when all was finished, with 1 after `limitMs`, whatever still runs. A second SIGTERM changes nothing; a
 * second SIGINT is a person who will not wait. An error that nobody caught is logged and ends the process, so that its
 * restart is clean.
 *
 *     const onStop = stopOnSignal({ log })
 *     const server = await serve(…)
 *     onStop(() => server.drain())
 */
export function stopOnSignal({ log, limitMs = 14_000 }: { log: Log; limitMs?: number }): OnStop {
  const exit = (code: number) => log.flush(() => process.exit(code))
  const started = Promise.withResolvers<() => Promise<void>>()
  let stopping = false
  const end = async (reason: string) => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'stopping')
    setTimeout(() => {
      log.error({ limitMs }, 'did not stop in time')
      process.exit(1)
    }, limitMs)
    try {
      const stop = await started.promise
      await stop()
      exit(0)
    } catch (error) {
      log.error({ err: error }, 'did not stop cleanly')
      exit(1)
    }
  }
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => (stopping ? process.exit(130) : void end('SIGINT')))
  if (process.channel) process.once('disconnect', () => void end('parent gone'))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught')
    exit(1)
  })
  return started.resolve
}

/** Takes the way to stop a process that has started. */
type OnStop = (stop: () => Promise<void>) => void
