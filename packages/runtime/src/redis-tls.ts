import { readFileSync } from 'node:fs'

/**
 * What ioredis does not read of a URL by itself: the one authority whose certificate Redis has to show, as
 * `rediss://redis.internal:6380?ssl_ca_certs=/etc/tls/ca.pem` names it. Without one the machine's own are believed.
 *
 *     new Redis(url, { ...redisTls(url), maxRetriesPerRequest: 1 })
 */
export function redisTls(url: string): { tls?: { ca: string } } {
  const file = url.startsWith('rediss:') ? new URL(url).searchParams.get('ssl_ca_certs') : null
  return file === null ? {} : { tls: { ca: readFileSync(file, 'utf8') } }
}
