import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { FastifyInstance } from 'fastify'

/** The ingress stops sending as soon as it knows that we are not ready; until then we still answer. */
const noticeMs = 500
/** After this long, answers that are not finished are cut off. */
const finishMsMax = 12_500

/**
 * Leaves after `draining` was told to everyone: serves on for a moment, takes no connection any more, finishes what is
 * under way, and ends within 13 s whatever happens. Streams have ended by themselves by then, and their clients resume
 * at another gateway.
 */
export async function drain({
  app,
  clock,
  log,
}: {
  app: Pick<FastifyInstance, 'close' | 'server'>
  clock: Clock
  log: Log
}): Promise<void> {
  await clock.sleep(noticeMs)
  const finished = new AbortController()
  void clock.sleep(finishMsMax, finished.signal).then(() => {
    if (finished.signal.aborted) return
    log.warn('cutting answers off that did not finish')
    app.server.closeAllConnections()
  })
  await app.close()
  finished.abort()
}
