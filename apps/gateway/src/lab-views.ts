import type { CallerView, Doors, LabScope } from '@switchyard/contracts/lab'
import type { storefront } from '@switchyard/contracts/storefront'
import { inOrder, subscribers } from '@switchyard/contracts/subscribers'
import type { Leased, Registry } from '@switchyard/rpc/discovery'
import type { CallScope } from '@switchyard/rpc/envelope'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import type { Host } from './host-client.ts'
import type { Services } from './services.ts'

type Lab = Handlers<typeof storefront.lab>

/** What {@link labViews} looks at. */
export interface LabViewsOptions {
  services: Services
  registry: Registry
  host: Host
  /** What this gateway believes of each service that it calls, in the calls of everybody or of one visitor. */
  callers: (lab: LabScope | undefined) => CallerView[]
  /** How full this gateway is, and the door of one visitor. */
  doors: (lab: LabScope | undefined) => Doors
  ownScope: () => CallScope
  clock: Clock
}

/** What the lab sees. Everything is read from the host, the registry, tables and queues when asked; nothing is simulated. */
export function labViews(
  deps: LabViewsOptions,
): Pick<Lab, 'system' | 'callers' | 'doors' | 'subscribers' | 'stock' | 'orderPath' | 'verdict' | 'check' | 'mailbox'> {
  const { services, host, ownScope, clock } = deps
  return {
    system: async () => {
      const [instances, leases, queues] = await Promise.all([
        orNull(host.instances()),
        orNull(allLeases(deps.registry)),
        orNull(allQueues(services, ownScope)),
      ])
      return {
        at: new Date(clock.now()).toISOString(),
        instances: instances?.map((instance) => ({ ...instance, lease: leaseOf(leases, instance.id) })) ?? null,
        queues,
      }
    },

    callers: async ({ ctx }) => deps.callers(ctx.envelope.lab),

    doors: async ({ ctx }) => deps.doors(ctx.envelope.lab),

    subscribers: async () =>
      Object.entries(subscribers).map(([name, heard]) => {
        const events = heard.map((event) => event.name)
        return { name, events, inOrder: inOrder.includes(name) }
      }),

    stock: ({ input, ctx }) => services.inventory(ctx).stockBySku.query(input),

    orderPath: async ({ input, ctx }) => {
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

    verdict: () => services.orders(ownScope()).lastVerdict.query({}),

    // It takes as long as there are orders: its own policy ends it, not the limit of public calls, or whoever waits for it.
    check: ({ ctx: { signal } }) =>
      services.orders({ ...ownScope(), deadlineAtMs: Number.POSITIVE_INFINITY, signal }).check.query({}),

    mailbox: ({ input }) => services.orders(ownScope()).mailbox.query(input),
  }
}

const orNull = <Value>(answer: Promise<Value>): Promise<Value | null> => answer.catch(() => null)

const allLeases = async (registry: Registry): Promise<Leased[]> =>
  (await Promise.all([registry.leases('orders'), registry.leases('inventory')])).flat()

async function allQueues(services: Services, ownScope: () => CallScope) {
  const scope = ownScope()
  const both = await Promise.all([services.orders(scope).queues.query({}), services.inventory(scope).queues.query({})])
  const holds = both.flatMap((one) => one.holds)
  const heldBackFrom = (queue: string) =>
    holds.filter((one) => one.queue === queue).reduce((sum, { count }) => sum + count, 0)
  const oldest = both.flatMap((one) => one.oldest)
  const oldestOn = (queue: string) =>
    oldest
      .filter((one) => one.queue === queue)
      .map(({ at }) => at)
      .sort()[0] ?? null
  return both.flatMap(({ reads }) =>
    reads.map((counts) => ({ ...counts, held: heldBackFrom(counts.queue), oldestAt: oldestOn(counts.queue) })),
  )
}

function leaseOf(leases: readonly Leased[] | null, instanceId: string) {
  const lease = leases?.find((one) => one.instanceId === instanceId)
  return lease ? { expiresInMs: Math.round(lease.expiresInMs), ttlMs: lease.ttlMs, address: lease.address } : null
}
