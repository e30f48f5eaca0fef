import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent } from 'undici'
import { expect, test } from 'vitest'
import { keepAlive } from './keep-alive.ts'

const callers = 500

interface Limits {
  clientMs: number
  serverMs: number
}

/**
 * Many callers with a connection each, which they leave idle for about as long as one of the two limits before they use
 * it again. Nothing repeats their calls, so each that meets a closing connection fails.
 */
async function sweep({ clientMs, serverMs, calls }: Limits & { calls: number }) {
  const seen = { answered: 0, carriedOut: 0, connections: 0, failed: [] as unknown[] }
  const server = createServer(keepAlive.server(serverMs), (request, response) => {
    seen.carriedOut++
    request.resume()
    // Node announces its limit in whole seconds, and undici heeds that: with less than a second it would never use a
    // connection again, and a sweep would prove nothing. So nothing is announced here, as behind a proxy.
    response.setHeader('connection', 'keep-alive').end('done')
  })
  server.on('connection', () => seen.connections++)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const caller = async (n: number) => {
    const agent = new Agent({ connections: 1, ...keepAlive.client(clientMs) })
    for (let turn = 0; turn < calls / callers; turn++) {
      const reply = agent.request({ origin, path: '/', method: 'POST', body: 'once' })
      await reply
        .then(({ body }) => body.text())
        .then(
          () => seen.answered++,
          (error: unknown) => seen.failed.push(error),
        )
      const limitMs = turn % 4 === 0 ? serverMs : clientMs
      await sleep(limitMs * (0.8 + ((n * 7 + turn * 13) % 40) / 100))
    }
    await agent.destroy()
  }
  await Promise.all(Array.from({ length: callers }, (_, n) => caller(n)))
  await new Promise((resolve) => server.close(resolve))
  return seen
}

/**
 * Sweeps while this process listens. Had it stood still for long, both limits would have passed before the client could
 * close a connection: that proves nothing of their order, and limits twice as far apart are swept.
 */
async function sweepAwake(limits: Limits, calls: number): Promise<Awaited<ReturnType<typeof sweep>>> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const seen = await sweep({ ...limits, calls })
  delay.disable()
  const { clientMs, serverMs } = limits
  if (delay.max / 1e6 < (serverMs - clientMs) / 2) return seen
  return await sweepAwake({ clientMs: clientMs * 2, serverMs: serverMs * 2 }, calls)
}

test('10,000 calls on connections that were idle for about either limit: none fails', async () => {
  const { answered, carriedOut, connections, failed } = await sweepAwake({ clientMs: 60, serverMs: 750 }, 10_000)
  expect(failed).toEqual([])
  expect([answered, carriedOut]).toEqual([10_000, 10_000])
  // Some used their connection again and some found it closed: the sweep was on both sides of the limit.
  expect(connections).toBeGreaterThan(callers)
  expect(connections).toBeLessThan(9_000)
})

test('a client that keeps connections longer than its server loses calls, which the same sweep shows', async () => {
  const { failed } = await sweep({ clientMs: 750, serverMs: 60, calls: 2_000 })
  expect(failed.length).toBeGreaterThan(0)
  expect(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']).toContain((failed[0] as { code: string }).code)
})

test('the client’s limit is well below the server’s, as it was in the sweep', () => {
  expect(keepAlive.clientMs * 3).toBeLessThan(keepAlive.serverMs)
})
