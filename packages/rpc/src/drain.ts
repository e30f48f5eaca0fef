import type { Server } from 'node:http'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Lease } from './discovery.ts'
import type { RunningCalls } from './running-calls.ts'

/** How long an instance that has deregistered still serves, so that every caller has heard of it. */
const noticeMs = 500
/** After this long, unfinished calls are aborted and their connections closed. */
const finishMsMax = 8_000

/** Leaves in order: nobody sends any more, then nothing is under way any more, then nobody is connected any more. */
export async function drainServer({
  server,
  lease,
  calls,
  clock,
  log,
}: {
  server: Server
  lease: Lease
  calls: RunningCalls
  clock: Clock
  log: Log
}): Promise<void> {
  // From now on every answer ends its connection, so callers do not reuse one that is about to close.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))
  await lease.release()
  await clock.sleep(noticeMs)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  await Promise.race([calls.idle, clock.sleep(finishMsMax)])
  if (calls.size > 0) log.warn({ calls: calls.size }, 'aborting calls that did not finish')
  calls.abortAll()
  await Promise.race([closed, clock.sleep(200)])
  server.closeAllConnections()
}
