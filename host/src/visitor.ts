import { createHmac } from 'node:crypto'

/** A page that asks the gateway on behalf of its visitor does so within this. */
const lifeMs = 60_000

/**
 * What the ingress tells web instances of a visitor, as `x-visitor`: address, end of its life and signature. They pass it on with
 * the calls that a page makes, so that these count for whoever asked for the page; they hold no secret, and cannot write one.
 */
export function signVisitor(address: string, { secret, nowMs }: { secret: string; nowMs: number }): string {
  const said = `${address} ${nowMs + lifeMs}`
  return `${said} ${createHmac('sha256', secret).update(`visitor ${said}`).digest('base64url')}`
}
