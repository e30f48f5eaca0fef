/** Sets the light that this visitor chose before the first paint. A file of its own, so that a strict content policy needs no nonce for it. */
const script = `try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
`

export const GET = () =>
  new Response(script, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  })

/** The same for everyone: made once, at build time. */
export const dynamic = 'force-static'
