import { createHmac } from 'node:crypto'

/** What makes the keys of all endpoints: they follow from the endpoint, so none is stored. */
export interface WebhookKeys {
  /** `whsec_` and 32 bytes in Base64, of this version: one more at every rotation. */
  secretOf(webhookId: string, version: number): string
}

/** Derives keys from one secret of ours (HMAC-SHA-256). */
export function createWebhookKeys({ secret }: { secret: string }): WebhookKeys {
  return {
    secretOf: (webhookId, version) =>
      `whsec_${createHmac('sha256', secret).update(`${webhookId}.${version}`).digest('base64')}`,
  }
}

/**
 * The headers of a delivery, after Standard Webhooks 1.0: the signature covers id, time and body, one for each key that is
 * valid, so that any of its libraries can verify it.
 */
export function webhookHeaders({ id, body, secrets, nowMs }: Signed): Record<string, string> {
  const seconds = String(Math.floor(nowMs / 1_000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') }
}

interface Signed {
  /** The same on every try of the same event. */
  readonly id: string
  readonly body: string
  readonly secrets: readonly string[]
  readonly nowMs: number
}
