import { Failure } from '@switchyard/rpc/failure'

/**
 * Refuses a change that a foreign page makes a browser send. Browsers name the page's origin on every POST and cannot
 * be made to lie; programs send neither header and carry no cookie by themselves. Over tRPC a browser's change also shows
 * `x-trpc-source`, which no foreign page can add without asking first. Throws `forbidden`.
 */
export function refuseCrossSite(request: {
  method: string
  host: string | undefined
  origin: string | undefined
  fetchSite: string | undefined
  path: string
  trpcSource: string | undefined
}): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const foreignOrigin = request.origin !== undefined && hostOf(request.origin) !== request.host
  const foreignSite = request.fetchSite !== undefined && !['same-origin', 'none'].includes(request.fetchSite)
  if (foreignOrigin || foreignSite) {
    throw new Failure('forbidden', { detail: 'Changes are accepted from this shop’s own pages only.' })
  }
  const byBrowser = request.origin !== undefined || request.fetchSite !== undefined
  if (byBrowser && request.path.startsWith('/trpc/') && !request.trpcSource) {
    throw new Failure('forbidden', { detail: 'A page sends its changes with the header x-trpc-source.' })
  }
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}
