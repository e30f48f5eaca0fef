import { createServer } from 'node:net'

/**
 * A port of 127.0.0.1 that nothing listens on, below the range that the kernel hands to outgoing connections, so that
 * an engine which is down for a while finds its port free when it comes back. `preferred` is taken when it is free.
 */
export async function findFreePort({
  preferred,
  random,
}: {
  preferred?: number | undefined
  random: () => number
}): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred
  return await portFinder(random)()
}

/** Finds a port at each call, none of its last hundred: whoever was given one may not listen on it yet. */
export function portFinder(random: () => number): () => Promise<number> {
  const found: number[] = []
  return async () => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const port = 20_000 + Math.floor(random() * 12_000)
      if (found.includes(port)) continue
      if (found.push(port) > 100) found.shift()
      if (await isPortFree(port)) return port
    }
    throw new Error('found no free port between 20000 and 32000 on 127.0.0.1')
  }
}

/** Whether a server could listen on the port now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
