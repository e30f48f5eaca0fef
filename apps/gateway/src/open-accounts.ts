import type { IdentityDatabase } from '@switchyard/db/identity'
import type { CallScope } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { createAccounts } from './identity/accounts.ts'
import type { StaffSecondFactor } from './identity/caller.ts'
import type { RunErrand } from './identity/errands.ts'
import { type CounterClient, createGuessLimits } from './identity/guess-limits.ts'
import type { Services } from './services.ts'

const sweepEveryMs = 5_000

/** Accounts with all that they take in a running gateway: Redis for their counters, orders for their errands, and a sweep until `close`. */
export function openAccounts(options: {
  database: IdentityDatabase
  services: Pick<Services, 'orders'>
  ownScope: () => CallScope
  redis: CounterClient
  redisPrefix: string
  secret: string
  staffSecondFactor: StaffSecondFactor
  webUrl: string
  clock: Clock
  log: Log
  newId: () => string
}) {
  const { services, ownScope, clock, log } = options
  const accounts = createAccounts({
    ...options,
    limits: createGuessLimits(options),
    runErrand: runErrand(() => services.orders(ownScope())),
  })
  const closing = new AbortController()
  const sweeping = (async () => {
    while (!closing.signal.aborted) {
      await clock.sleep(sweepEveryMs, closing.signal)
      if (!closing.signal.aborted)
        await accounts.sweep().catch((error) => log.warn({ err: error }, 'no sweep this time'))
    }
  })()
  return {
    ...accounts,
    async close(): Promise<void> {
      closing.abort()
      await sweeping
    },
  }
}

/** Each errand is one call to orders. */
function runErrand(orders: () => ReturnType<Services['orders']>): RunErrand {
  return async ({ id, kind, payload }) => {
    if (kind === 'mail') await orders().keepMail.mutate({ id, ...payload })
    else if (kind === 'adopt') await orders().adoptGuest.mutate(payload)
    else await orders().erasePerson.mutate(payload)
  }
}
