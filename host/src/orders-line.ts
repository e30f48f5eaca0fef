import { orders } from '@switchyard/contracts/orders'
import type { Rebuilt } from '@switchyard/contracts/sales'
import { connect, systemScope } from '@switchyard/rpc/connect'
import { mutualTls } from '@switchyard/rpc/mutual-tls'
import { redisRegistry } from '@switchyard/rpc/redis-registry'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import type { TlsFiles } from './certificates.ts'
import type { Mail } from './control-operations.ts'

/** What the host asks of orders, over the same calls as any service; `undefined` while orders does not answer. */
export interface OrdersLine {
  mails(to: string | undefined): Promise<readonly Mail[] | undefined>
  rebuildReads(): Promise<Rebuilt | undefined>
  close(): Promise<void>
}

/** Connects the host to orders as the service `host`. */
export async function openOrdersLine(options: OrdersLineOptions): Promise<OrdersLine> {
  const { redisUrl, redisPrefix, secretsDir, tls: env } = options
  const identity = await loadIdentity({ service: 'host', secretsDir, clock })
  const registry = redisRegistry({ url: redisUrl, prefix: redisPrefix, identity, clock, log })
  const tls = await mutualTls({ service: 'host', env, clock, log })
  const ordersFor = connect(orders, { registry, identity, tls, clock, log })
  return {
    mails: async (to) => {
      const ask = ordersFor(systemScope({ clock, deadlineMs }))
      return ask.mailbox.query(to === undefined ? {} : { to }).catch(() => undefined)
    },
    rebuildReads: async () => {
      const ask = ordersFor(systemScope({ clock, deadlineMs: rebuildMsMax }))
      return ask.rebuildReads.mutate({}).catch(() => undefined)
    },
    close: async () => {
      await ordersFor.close()
      await registry.close()
    },
  }
}

/** What {@link openOrdersLine} takes. */
export interface OrdersLineOptions {
  readonly redisUrl: string
  readonly redisPrefix: string
  readonly secretsDir: string
  readonly tls: TlsFiles
}

const deadlineMs = 2_000
const rebuildMsMax = 30_000
