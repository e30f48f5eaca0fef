import { Agent, request } from 'undici'
import { assertTarget, ForbiddenTarget, guardedLookup, type WebhookTargets } from './webhook-target.ts'

/** A receiver answers within this, all in all, or the try has failed. */
const deliveryMsMax = 5_000
const answerBytesMax = 16_384

/** What one try met; `gone`: the receiver wants nothing more (410). */
interface PostOutcome {
  readonly kind: 'delivered' | 'failed' | 'gone'
  /** As the partner reads it. */
  readonly result: string
}

/** Sends one delivery and never throws. */
export type PostWebhook = (
  url: string,
  options: { headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<PostOutcome>

/** Posts over connections of their own, which reach public addresses alone unless `targets` is `any`. Redirects are not followed. */
export function createWebhookPost({
  targets,
  deadlineMs = deliveryMsMax,
}: {
  targets: WebhookTargets
  deadlineMs?: number
}): { post: PostWebhook; close: () => Promise<void> } {
  const dispatcher = new Agent({
    connect: { timeout: deadlineMs, ...(targets === 'public' && { lookup: guardedLookup() }) },
    keepAliveTimeout: 10_000,
  })
  const post: PostWebhook = async (url, { headers, body, signal }) => {
    const late = AbortSignal.timeout(deadlineMs)
    try {
      assertTarget(url, targets)
      const answer = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'halftone-webhooks/1' },
        body,
        signal: AbortSignal.any([signal, late]),
      })
      await answer.body.dump({ limit: answerBytesMax, signal: AbortSignal.any([signal, late]) })
      return outcomeOf(answer.statusCode)
    } catch (error) {
      if (late.aborted) return { kind: 'failed', result: `no answer within ${deadlineMs / 1_000} s` }
      return { kind: 'failed', result: reasonOf(error) }
    }
  }
  return { post, close: () => dispatcher.destroy() }
}

function outcomeOf(status: number): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', result: `answered ${status}` }
  if (status === 410) return { kind: 'gone', result: 'answered 410: nothing more is wanted' }
  const redirect = status >= 300 && status < 400 ? '; redirects are not followed' : ''
  return { kind: 'failed', result: `answered ${status}${redirect}` }
}

/** Our refusals are told in full, what a network did by its code alone. */
function reasonOf(error: unknown): string {
  if (error instanceof ForbiddenTarget) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed'
  return `could not be reached (${code})`
}
