import type { NextConfig } from 'next'

const production = process.env.NODE_ENV === 'production'

/** Everything comes from this origin. Next's own inline scripts and our style attributes need the two exceptions. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ')

/** Pages only: no rewrites (they freeze the target at build time), no image optimizer (every picture is a static SVG). */
const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  headers: () =>
    Promise.resolve([
      {
        source: '/:path*',
        headers: [
          { key: 'x-content-type-options', value: 'nosniff' },
          // An order's link carries its access token: no address leaves this origin.
          { key: 'referrer-policy', value: 'same-origin' },
          ...(production ? [{ key: 'content-security-policy', value: contentPolicy }] : []),
        ],
      },
      {
        // A drawing never changes once it is sold.
        source: '/art/:drawing*',
        headers: [{ key: 'cache-control', value: 'public, max-age=86400, stale-while-revalidate=604800' }],
      },
    ]),
}

export default config
