import type { Log } from '@switchyard/runtime/log'
import { redisTls } from '@switchyard/runtime/redis-tls'
import { Redis } from 'ioredis'

/**
 * For commands that somebody waits for: fails after 200 ms, and at once while there is no connection. Nobody waits for the
 * greeting that makes a connection, so it has longer: a Redis that has just come back is busy, and would be greeted for ever.
 */
export function commandClient({ url, log }: { url: string; log: Log }): Redis {
  const client = new Redis(url, {
    ...redisTls(url),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    // A half-open connection never answers: two seconds of silence under a beat a second mean that it is one.
    socketTimeout: 2_000,
    ...reconnecting,
  })
  client.on('ready', () => Object.assign(client.options, { commandTimeout: 200 }))
  client.on('close', () => Object.assign(client.options, { commandTimeout: undefined }))
  return quiet(client, log)
}

/** For hints: waits for its connection however long that takes, and subscribes again by itself. */
export const subscriberClient = ({ url, log }: { url: string; log: Log }): Redis =>
  quiet(new Redis(url, { ...redisTls(url), maxRetriesPerRequest: null, ...reconnecting }), log)

/** Resolves when a client has its first connection, or knows that it cannot have one now. */
export const firstConnection = (client: Redis): Promise<void> =>
  new Promise((resolve) => {
    if (client.status === 'ready') return resolve()
    for (const event of ['ready', 'error', 'end']) client.once(event, () => resolve())
  })

/**
 * A Redis that hangs takes no connection: once its backlog is full the kernel drops what asks for one, and asks again only
 * after 1, 3 and 7 s. A new try every second or two is let in soon after it is back.
 */
const reconnecting = {
  connectTimeout: 1_000,
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 500),
}

/** An error event that nobody hears would end the process; each command's own rejection tells enough. */
function quiet(client: Redis, log: Log): Redis {
  return client.on('error', (error) => log.debug({ err: error }, 'redis'))
}
