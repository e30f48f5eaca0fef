import { createHash } from 'node:crypto'

/** What runs a script in Redis. */
export interface Scripted {
  eval(script: string, keys: number, ...rest: (string | number)[]): Promise<unknown>
  evalsha(sha: string, keys: number, ...rest: (string | number)[]): Promise<unknown>
}

/** A script that is run by its name, and sent in full where Redis does not know it: after a restart, say. */
export function redisScript(script: string) {
  const sha = createHash('sha1').update(script).digest('hex')
  return (redis: Scripted, keys: readonly string[], rest: readonly (string | number)[]): Promise<unknown> =>
    redis.evalsha(sha, keys.length, ...keys, ...rest).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return redis.eval(script, keys.length, ...keys, ...rest)
    })
}
