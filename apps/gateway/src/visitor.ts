import { createHmac, timingSafeEqual } from 'node:crypto'

/** The address that the ingress named when it handed a page to a web instance; undefined for what is over or was not signed by it. */
export function readVisitor(
  text: string | undefined,
  { secret, nowMs }: { secret: string; nowMs: number },
): string | undefined {
  const [address = '', until = '', signature = ''] = text?.split(' ') ?? []
  if (!(Number(until) > nowMs)) return undefined
  const expected = createHmac('sha256', secret).update(`visitor ${address} ${until}`).digest()
  const given = Buffer.from(signature, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected) ? address : undefined
}
