import type { orders } from '@switchyard/contracts/orders'
import type { webhookOperations } from '@switchyard/contracts/webhooks'
import type { Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import { ownerOf } from './order-access.ts'
import type { WebhookDeliveries } from './webhook-deliveries.ts'
import type { WebhookEndpoints } from './webhook-endpoints.ts'
import type { WebhookKeys } from './webhook-signature.ts'
import { assertTarget, ForbiddenTarget, type WebhookTargets } from './webhook-target.ts'

const endpointsMax = 10

interface WebhookDeps {
  readonly endpoints: WebhookEndpoints
  readonly deliveries: Pick<WebhookDeliveries, 'replay' | 'list'>
  readonly keys: WebhookKeys
  readonly targets: WebhookTargets
  readonly newId: () => string
}

/** What partners do with their webhooks, and staff with all. To everybody else it is as if there were none. */
export function webhookHandlers(deps: WebhookDeps): Pick<Handlers<typeof orders>, keyof typeof webhookOperations> {
  const { endpoints, deliveries, keys, newId } = deps
  const found = async (principal: Principal, webhookId: string) =>
    (await endpoints.byId(scopeOf(principal), webhookId)) ?? notThere()
  return {
    addWebhook: async ({ input: { url, events }, ctx }) => {
      const { principal } = ctx.envelope
      assertAllowed(url, deps.targets)
      const webhookId = newId()
      const owner = ownerOf(principal)
      if (!(await endpoints.add({ webhookId, owner, url, events: [...new Set(events)], max: endpointsMax }))) {
        throw new Failure('invalid_input', { detail: `There are ${endpointsMax} webhooks already; remove one first.` })
      }
      return { ...(await found(principal, webhookId)), secret: keys.secretOf(webhookId, 1) }
    },
    webhooks: async ({ ctx }) => ({ items: await endpoints.list(scopeOf(ctx.envelope.principal)) }),
    webhook: ({ input, ctx }) => found(ctx.envelope.principal, input.webhookId),
    removeWebhook: async ({ input: { webhookId }, ctx }) => {
      if (!(await endpoints.remove(scopeOf(ctx.envelope.principal), webhookId))) notThere()
      return { webhookId }
    },
    enableWebhook: async ({ input: { webhookId }, ctx }) => {
      const { principal } = ctx.envelope
      await endpoints.enable(scopeOf(principal), webhookId)
      return await found(principal, webhookId)
    },
    rotateWebhookSecret: async ({ input: { webhookId }, ctx }) => {
      const version = await endpoints.rotate(scopeOf(ctx.envelope.principal), webhookId)
      return { secret: keys.secretOf(webhookId, version ?? notThere()) }
    },
    replayWebhook: async ({ input: { webhookId, eventId, since }, ctx }) => {
      if ((eventId === undefined) === (since === undefined)) {
        throw new Failure('invalid_input', {
          detail: 'Give either eventId, for one event, or since, for all from then on.',
        })
      }
      await found(ctx.envelope.principal, webhookId)
      return { queued: await deliveries.replay({ webhookId, ...(eventId && { eventId }), ...(since && { since }) }) }
    },
    webhookDeliveries: async ({ input, ctx }) => {
      await found(ctx.envelope.principal, input.webhookId)
      return { items: await deliveries.list(input) }
    },
  }
}

/** Whose webhooks somebody sees: staff all, others their own. */
const scopeOf = (principal: Principal): string | null =>
  principal.kind === 'staff' || principal.kind === 'admin' ? null : ownerOf(principal)

const notThere = (): never => {
  throw new Failure('not_found', { detail: 'There is no such webhook, or it is not yours.' })
}

function assertAllowed(url: string, targets: WebhookTargets): void {
  try {
    assertTarget(url, targets)
  } catch (error) {
    if (!(error instanceof ForbiddenTarget)) throw error
    const { message } = error
    throw new Failure('invalid_input', { detail: message, issues: [{ path: 'url', message }] }, { cause: error })
  }
}
