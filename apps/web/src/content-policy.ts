/**
 * What a page may load and run: its own scripts under this request's nonce and what those load (`strict-dynamic`), and
 * everything else from this origin. No script is allowed for being inline. Style attributes carry our figures, so those are.
 */
export const contentPolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
