import type { Messaging } from '@switchyard/messaging/messaging'
import type { Pool } from 'pg'

/** One process of a service, as far as a scenario needs it: what it may still do to its database, and its messaging. */
export interface Instance {
  readonly pool: Pool
  readonly messaging: Messaging
  close(): Promise<void>
}

/** Ends an instance as a kill would: nothing that it had begun reaches its database any more. */
export async function crash(instance: Instance): Promise<void> {
  Object.assign(instance.pool, { query: () => Promise.reject(new Error('this process is dead')) })
  await instance.messaging.close({ limitMs: 0 })
}

/** Lets the next statements whose name begins so wait for ever, as in a process that stands still; tells how many do. */
export function freezeAt({ pool }: Instance, name: string): { readonly waiting: number } {
  const query = pool.query
  const frozen = { waiting: 0 }
  const freezing = (...asked: [{ name?: string } | string, ...unknown[]]) => {
    const [what] = asked
    if (typeof what === 'string' || !what.name?.startsWith(name)) return Reflect.apply(query, pool, asked)
    frozen.waiting += 1
    return new Promise(() => {})
  }
  Object.assign(pool, { query: freezing })
  return frozen
}
