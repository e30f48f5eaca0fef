import { createHmac } from 'node:crypto'

/** A visitor as the ingress signs it. */
export const signedVisitor = (said: string, secret: string): string =>
  `${said} ${createHmac('sha256', secret).update(`visitor ${said}`).digest('base64url')}`
