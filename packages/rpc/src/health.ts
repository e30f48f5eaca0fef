import type { ServerResponse } from 'node:http'
import type { Clock } from '@switchyard/runtime/clock'

/** What an instance depends on, by name. */
export type Readiness = Record<string, 'up' | 'down'>

const checkMsMax = 1_000

/** The two questions that a platform asks an instance, and the word that it leaves. */
export interface Health {
  /** From now on this instance is not ready, whatever it depends on says. */
  leave(): void
  /** What `readyz` answers, for whoever needs one word. */
  isUp(): Promise<boolean>
  livez(response: ServerResponse): void
  readyz(response: ServerResponse): Promise<void>
}

/**
 * `/livez` says that the event loop turns, and nothing else, so nobody restarts a process for its database's sake.
 * `/readyz` says whether to send it work: 200, or 503 with what is missing, or `draining` once it leaves.
 */
export function health({ ready, clock }: { ready: () => Promise<Readiness>; clock: Clock }): Health {
  let draining = false
  const check = async (): Promise<Readiness> => {
    if (draining) return { draining: 'down' }
    const slow = clock.sleep(checkMsMax).then((): Readiness => ({ check: 'down' }))
    return await Promise.race([ready().catch((): Readiness => ({ check: 'down' })), slow])
  }
  return {
    leave() {
      draining = true
    },
    isUp: async () => areUp(await check()),
    livez(response: ServerResponse) {
      json(response, 200, { status: 'ok' })
    },
    async readyz(response: ServerResponse) {
      const checks = await check()
      const up = areUp(checks)
      json(response, up ? 200 : 503, { status: up ? 'ready' : 'unready', checks })
    },
  }
}

const areUp = (checks: Readiness) => Object.values(checks).every((state) => state === 'up')

const json = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
