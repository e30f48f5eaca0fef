/** What every answer of the gateway tells a browser that it may do with it: nothing but read it. (OWASP secure headers.) */
export function secureHeaders({ secure }: { secure: boolean }): Record<string, string> {
  return {
    // Answers belong to their caller, and may carry a new guest's cookie: no cache on the way keeps them.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}
