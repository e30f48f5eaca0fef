import type { PlaceOrder } from '@switchyard/contracts/orders'

/** Who presses: this browser, or one that has no cookie yet. */
type Presser = 'you' | 'somebody'

/** One press of Pay: what was sent under which key, and the answer as it came over the wire. */
export interface Press {
  who: Presser
  key: string
  email: string
  quantity: number
  status: number
  /** The answer's body, byte for byte. */
  body: Uint8Array<ArrayBuffer>
  /** Of the body, in hex; `null` where the browser computes none. */
  sha256: string | null
  /** From the press to the last byte. */
  ms: number
}

/** Sends the checkout's own request to the REST API, as `curl` would. */
export async function pressPay({ who, key, email, quantity }: Pick<Press, 'who' | 'key' | 'email' | 'quantity'>) {
  const startedMs = performance.now()
  const answer = await fetch('/api/v2/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(orderFor({ email, quantity })),
    credentials: who === 'you' ? 'same-origin' : 'omit',
  })
  const body = new Uint8Array(await answer.arrayBuffer())
  const ms = performance.now() - startedMs
  return { who, key, email, quantity, status: answer.status, body, sha256: await sha256Of(body), ms }
}

/** Whoever has no cookie yet is given one, so that two presses at once are of one person. */
export async function becomeSomebody(): Promise<void> {
  await fetch(`/api/v2/stock/${sku}`)
}

const sku = 'selvedge-no-11-a3'

const orderFor = ({ email, quantity }: Pick<Press, 'email' | 'quantity'>): PlaceOrder => ({
  lines: [{ sku, quantity }],
  contact: { name: 'A visitor of the lab', email },
  address: { line1: '1 Laboratory Road', city: 'Vienna', postalCode: '1070', country: 'EU' },
  payment: { token: 'tok_ok' },
})

/** Browsers compute digests on pages from a trusted origin alone. */
async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (!globalThis.isSecureContext) return null
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
