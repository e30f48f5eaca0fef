import type { NextConfig } from 'next'

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
          { key: 'x-frame-options', value: 'SAMEORIGIN' },
        ],
      },
    ]),
}

export default config
