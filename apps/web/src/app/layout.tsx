import '@fontsource-variable/geist-mono/wght.css'
import '@fontsource-variable/instrument-sans/standard.css'
import '@fontsource-variable/newsreader/opsz-italic.css'
import '~/styles/app.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { BagProvider } from '~/bag/bag-provider'
import { GatewayProvider } from '~/gateway-browser'

export const metadata: Metadata = {
  title: { default: 'Halftone: limited prints, drawn by rules', template: '%s, Halftone' },
  description: 'Limited-edition prints drawn by small programs, in pigment ink on cotton paper.',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f8f6' },
    { media: '(prefers-color-scheme: dark)', color: '#0c0e12' },
  ],
}

/** What every page shares: language, fonts, the light before the first paint, a way past the masthead, the door to the gateway. */
export default async function RootLayout({ children }: LayoutProps<'/'>) {
  // Pages are rendered for each request, under a nonce of its own: what is cached is data, not pages.
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // theme.js sets data-theme before React sees the document.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/theme.js" nonce={nonce} />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to content
        </a>
        <GatewayProvider>
          <BagProvider>{children}</BagProvider>
        </GatewayProvider>
      </body>
    </html>
  )
}
