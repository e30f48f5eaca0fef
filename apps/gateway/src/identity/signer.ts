import { createHmac, timingSafeEqual } from 'node:crypto'

/** Makes texts that a browser may keep and cannot change. */
export interface Signer {
  sign(text: string): string
  /** The text, or `null` if it is missing or was not signed by us for this purpose. */
  read(signed: string | undefined): string | null
  /** What stands for a text where the text itself must not be. */
  digest(text: string): string
}

/** Signs with HMAC-SHA-256. What was signed for one purpose is worth nothing for another. */
export function createSigner({ secret, purpose }: { secret: string; purpose: string }): Signer {
  const digest = (text: string) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url')
  return {
    digest,
    sign: (text) => `${text}.${digest(text)}`,
    read(signed = '') {
      const end = signed.lastIndexOf('.')
      if (end < 1 || signed.length > lengthMax) return null
      const text = signed.slice(0, end)
      const [given, expected] = [Buffer.from(signed.slice(end + 1)), Buffer.from(digest(text))]
      return given.length === expected.length && timingSafeEqual(given, expected) ? text : null
    },
  }
}

const lengthMax = 1_000
