/** A client closes what it has not used for this long. Its coarse timers may take a second more. */
const clientMs = 4_000
/** A server closes what has been silent for this long. */
const serverMs = 15_000

/**
 * When an idle connection ends. It is always the client that ends it: were the server as quick, a call could be sent into
 * a connection that is just closing, and nobody could tell whether it was carried out. The two times stand side by side
 * so that nobody changes one alone; `keep-alive.test.ts` sweeps both.
 */
export const keepAlive = {
  clientMs,
  serverMs,
  /** For undici. */
  client: (ms = clientMs) => ({ keepAliveTimeout: ms, keepAliveMaxTimeout: ms }),
  /** For node:http; what is announced is what is meant. */
  server: (ms = serverMs) => ({ keepAliveTimeout: ms, keepAliveTimeoutBuffer: 0 }),
}
