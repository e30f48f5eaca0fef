import type { Server, ServerResponse } from 'node:http'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { type Lease, registryTimes } from './discovery.ts'
import { keepAlive } from './keep-alive.ts'
import type { RunningCalls } from './running-calls.ts'

/** An instance that has deregistered still serves for so long that every caller has read the registry meanwhile. */
const noticeMs = registryTimes.rereadMs + 100
/** Callers who cannot be told still believe in us; each closes what it does not use within this time. */
const untoldNoticeMs = keepAlive.clientMs + 1_500
/** After this long from the start, unfinished calls are aborted and their connections closed. */
const drainMsMax = 9_000

interface DrainOptions {
  server: Server
  /** Those that are not finished. */
  answers: ReadonlySet<ServerResponse>
  lease: Lease
  calls: RunningCalls
  clock: Clock
  log: Log
}

/**
 * Leaves in order: nobody sends any more, then nothing is under way any more, then nobody is connected any more. An idle
 * connection is closed only when nobody can be about to use it, because its caller knows or would have closed it itself.
 */
export async function drainServer({ server, answers, lease, calls, clock, log }: DrainOptions): Promise<void> {
  const endsAtMs = clock.now() + drainMsMax
  endConnectionsWithTheirAnswers(server, answers)
  const told = await lease.release()
  await clock.sleep(told ? noticeMs : untoldNoticeMs)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  await Promise.race([calls.idle, clock.sleep(endsAtMs - clock.now())])
  if (calls.size > 0) log.warn({ calls: calls.size }, 'aborting calls that did not finish')
  calls.abortAll()
  await Promise.race([closed, clock.sleep(200)])
  server.closeAllConnections()
}

/** From now on every answer ends its connection, so that callers do not use one again that is about to close. */
function endConnectionsWithTheirAnswers(server: Server, answers: ReadonlySet<ServerResponse>) {
  const end = (response: ServerResponse) => response.headersSent || response.setHeader('connection', 'close')
  for (const response of answers) end(response)
  server.prependListener('request', (_request, response) => end(response))
}
