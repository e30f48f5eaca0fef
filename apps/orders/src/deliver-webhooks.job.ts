/**
 * PARTNER WEBHOOKS: events of orders, sent to whoever registered an endpoint. At least once, under one id; tried again with
 * pauses that grow for three days; an endpoint that has only failed for as long is disabled with the reason, until its
 * partner, or staff, enables it again. What was missed can be replayed. (Standard Webhooks 1.0, standardwebhooks.com.)
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { ClaimedDelivery, WebhookDeliveries } from './webhook-deliveries.ts'
import type { PostWebhook } from './webhook-post.ts'
import { type WebhookKeys, webhookHeaders } from './webhook-signature.ts'

/** How often somebody looks for deliveries that are due. */
export const deliverWebhooksEveryMs = 500

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** The pauses after each failed try; after the last one a delivery has failed. Those that Standard Webhooks proposes. */
const pausesMs = [
  5_000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
]
const disabledAfterMs = 72 * hourMs
const atOnceMax = 16
/** Longer than a try may take. */
const leaseMs = 30_000
const lookMs = 250

interface DeliverDeps {
  readonly deliveries: Pick<WebhookDeliveries, 'claim' | 'settle'>
  readonly post: PostWebhook
  readonly keys: WebhookKeys
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

/** Tries what is due until nothing is; a receiver that is slow holds up only itself. */
export const deliverWebhooks =
  (deps: DeliverDeps) =>
  async (signal: AbortSignal): Promise<void> => {
    const { deliveries, clock, log } = deps
    const underWay = new Map<string, Promise<void>>()
    const begin = (delivery: ClaimedDelivery) => {
      const key = `${delivery.webhookId}/${delivery.eventId}`
      const trying = tryOnce(deps, delivery, signal)
        .catch((error: unknown) => log.warn({ err: error, ...idsOf(delivery) }, 'a webhook comes again'))
        .finally(() => underWay.delete(key))
      underWay.set(key, trying)
    }
    while (!signal.aborted) {
      const busy = [...new Set([...underWay.keys()].map((key) => key.slice(0, key.indexOf('/'))))]
      const limit = atOnceMax - underWay.size
      const claimed = limit > 0 ? await deliveries.claim({ limit, busy, leaseMs }) : []
      for (const delivery of claimed) begin(delivery)
      // Whoever was busy when we asked may have more that is due.
      if (claimed.length === 0 && busy.length === 0) return
      if (underWay.size === 0) continue
      const looked = new AbortController()
      await Promise.race([...underWay.values(), clock.sleep(lookMs, looked.signal)])
      looked.abort()
    }
    await Promise.all(underWay.values())
  }

async function tryOnce(deps: DeliverDeps, delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
  const { deliveries, post, keys, clock, random, log } = deps
  const { webhookId, eventId, url, attempts } = delivery
  const body = JSON.stringify(delivery.payload)
  const secrets = delivery.keyVersions.map((version) => keys.secretOf(webhookId, version))
  const headers = webhookHeaders({ id: eventId, body, secrets, nowMs: clock.now() })
  const { kind, result } = await post(url, { headers, body, signal })
  // Who is told to stop does not blame the receiver: the lease ends, and another instance tries.
  if (signal.aborted && kind !== 'delivered') return
  const pauseMs = kind === 'delivered' ? undefined : pausesMs[attempts]
  const nextAt = pauseMs === undefined ? null : new Date(clock.now() + Math.round(pauseMs * (0.8 + 0.4 * random())))
  const failingSinceAtMost = new Date(clock.now() - disabledAfterMs)
  const disabled = await deliveries.settle(delivery, { kind, result, nextAt, failingSinceAtMost })
  if (disabled !== undefined) log.warn({ ...idsOf(delivery), reason: disabled }, 'a webhook was disabled')
}

const idsOf = ({ webhookId, eventId }: ClaimedDelivery) => ({ webhookId, eventId })
