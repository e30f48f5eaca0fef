import type { NextConfig } from 'next'

const twoYears = 'max-age=63072000; includeSubDomains'

/** For every answer, page or file. A page's own content policy, with its nonce, comes from `src/proxy.ts`. */
const secureHeaders = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'x-frame-options', value: 'DENY' },
  // An order's link carries its access token: no address leaves this origin.
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
]

/** A file that is opened by itself, such as a drawing, runs and loads nothing. */
const filePolicy = {
  key: 'content-security-policy',
  value: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
}
const files = ['/_next/static/:path*', '/art/:drawing*', '/theme.js', '/healthz', '/icon.svg', '/favicon.ico']

/** Pages only: no rewrites (they freeze the target at build time), no image optimizer (every picture is a static SVG). */
const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  headers: () =>
    Promise.resolve([
      { source: '/:path*', headers: secureHeaders },
      {
        source: '/:path*',
        has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
        headers: [{ key: 'strict-transport-security', value: twoYears }],
      },
      ...files.map((source) => ({ source, headers: [filePolicy] })),
      ...['/art/:drawing*', '/icon.svg'].map((source) => ({
        source,
        headers: [{ key: 'content-type', value: 'image/svg+xml; charset=utf-8' }],
      })),
      {
        // A drawing never changes once it is sold.
        source: '/art/:drawing*',
        headers: [{ key: 'cache-control', value: 'public, max-age=86400, stale-while-revalidate=604800' }],
      },
    ]),
}

export default config
