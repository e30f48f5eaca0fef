import { orders } from '@switchyard/contracts/orders'
import { connect, systemScope } from '@switchyard/rpc/connect'
import { redisRegistry } from '@switchyard/rpc/redis-registry'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import type { Mail } from './control-operations.ts'

/** Reads the mails that orders has sent, over the same calls as any service; `undefined` while orders does not answer. */
export interface Mailbox {
  read(to: string | undefined): Promise<readonly Mail[] | undefined>
  close(): Promise<void>
}

/** Connects the host to orders as the service `host`. */
export async function openMailbox({ redisUrl, redisPrefix, secretsDir }: MailboxOptions): Promise<Mailbox> {
  const identity = await loadIdentity({ service: 'host', secretsDir, clock })
  const registry = redisRegistry({ url: redisUrl, prefix: redisPrefix, identity, clock, log })
  const ordersFor = connect(orders, { registry, identity, clock, log })
  return {
    read: async (to) => {
      const ask = ordersFor(systemScope({ clock, deadlineMs }))
      return ask.mailbox.query(to === undefined ? {} : { to }).catch(() => undefined)
    },
    close: async () => {
      await ordersFor.close()
      await registry.close()
    },
  }
}

/** What {@link openMailbox} takes. */
export interface MailboxOptions {
  readonly redisUrl: string
  readonly redisPrefix: string
  readonly secretsDir: string
}

const deadlineMs = 2_000
