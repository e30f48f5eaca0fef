import type { Ask } from '@switchyard/old-clients/play'

/** What one version answered: the headers that tell of versions, and the body. */
export interface Told {
  version: 'v1' | 'v2'
  path: string
  status: number
  deprecation: string | null
  sunset: string | null
  link: string | null
  body: unknown
}

/** Asks for the same path of one version through the shop's own door, as any client would. */
export async function askVersion(version: Told['version'], path: string): Promise<Told> {
  const reply = await fetch(`/api/${version}${path}`, { cache: 'no-store' })
  const header = (name: string) => reply.headers.get(name)
  return {
    ...{ version, path: `/api/${version}${path}`, status: reply.status },
    ...{ deprecation: header('deprecation'), sunset: header('sunset'), link: header('link') },
    body: await reply.json(),
  }
}

/** Asks for the recorded client. */
export const askAsItDid: Ask = async (path, request) => {
  const reply = await fetch(path, { ...request, cache: 'no-store' })
  return { status: reply.status, body: await reply.json() }
}
