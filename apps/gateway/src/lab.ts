import type { storefront } from '@switchyard/contracts/storefront'
import type { Leased, Registry } from '@switchyard/rpc/discovery'
import type { CallScope } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Host } from './host-client.ts'
import type { Services } from './services.ts'

/** What the lab sees and does. Everything is read from the host, the registry, tables and queues when asked; nothing is simulated. */
export function lab(deps: {
  services: Services
  registry: Registry
  host: Host | null
  ownScope: () => CallScope
  clock: Clock
  log: Log
}): Handlers<typeof storefront.lab> {
  const { services, host, ownScope, clock, log } = deps
  return {
    system: async () => {
      const [instances, leases, queues] = await Promise.all([
        orNull(open(host).instances()),
        orNull(allLeases(deps.registry)),
        orNull(allQueues(services, ownScope)),
      ])
      return {
        at: new Date(clock.now()).toISOString(),
        instances: instances?.map((instance) => ({ ...instance, lease: leaseOf(leases, instance.id) })) ?? null,
        queues,
      }
    },

    act: async ({ input: { id, action }, ctx }) => {
      log.info({ audit: true, by: ctx.envelope.principal, id, action }, 'lab action')
      return open(host).act(id, action)
    },

    scale: notYet,
    callers: notYet,
    faults: notYet,
    injectFault: notYet,
    healFault: notYet,
    signScope: notYet,
    compare: notYet,

    orderPath: async ({ input, ctx }) => {
      open(host)
      const inventory = services.inventory(ownScope())
      const { orderId } = input
      // Orders decides whether the caller may see this order; only then is the rest asked on the gateway's own account.
      const ofOrders = await services.orders(ctx).trail.query(input)
      const [ofInventory, reservation] = await Promise.all([
        orNull(inventory.trail.query({ orderId })),
        orNull(inventory.reservation.query({ orderId })),
      ])
      const messages = [...ofOrders.messages, ...(ofInventory?.messages ?? [])]
      return {
        ...ofOrders,
        orderId,
        messages: messages.sort((a, b) => a.at.localeCompare(b.at)),
        stock: reservation ? { state: reservation.state, expiresAt: reservation.expiresAt } : null,
      }
    },

    mailbox: async ({ input }) => {
      open(host)
      return services.orders(ownScope()).mailbox.query(input)
    },
  }
}

const notYet = async (): Promise<never> => {
  throw new Failure('not_found', { detail: 'This is not built yet.' })
}

/** The lab is there only where a host is and `LAB_ENABLED` says so. */
function open(host: Host | null): Host {
  if (!host) throw new Failure('not_found', { detail: 'The lab is closed here: LAB_ENABLED is 0.' })
  return host
}

const orNull = <Value>(answer: Promise<Value>): Promise<Value | null> => answer.catch(() => null)

const allLeases = async (registry: Registry): Promise<Leased[]> =>
  (await Promise.all([registry.leases('orders'), registry.leases('inventory')])).flat()

async function allQueues(services: Services, ownScope: () => CallScope) {
  const scope = ownScope()
  const both = await Promise.all([services.orders(scope).queues.query({}), services.inventory(scope).queues.query({})])
  return both.flat()
}

function leaseOf(leases: readonly Leased[] | null, instanceId: string) {
  const lease = leases?.find((one) => one.instanceId === instanceId)
  return lease ? { expiresInMs: Math.round(lease.expiresInMs), ttlMs: lease.ttlMs, address: lease.address } : null
}
