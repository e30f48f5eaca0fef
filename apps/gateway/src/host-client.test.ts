import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createHostClient } from './host-client.ts'

/** A host that answers as it is told, and remembers what it was asked. */
async function host(status: number, reply: object) {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push(`${request.headers.authorization} ${request.method} ${request.url} ${body}`.trim())
    response.writeHead(status).end(JSON.stringify(reply))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    asked,
    client: createHostClient({ url, token: 'key' }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('the control API is asked as it wants to be', async () => {
  await using stack = await host(200, { id: 'x' })
  const { client } = stack
  const fault = { target: { instance: 'orders-1' }, kind: 'error', share: 1, ttlS: 5 } as const
  await client.instances()
  await client.act('orders-1', 'kill')
  await client.scale('orders', 3)
  await client.faults()
  await client.injectFault(fault)
  expect(await client.healFault('a/b')).toEqual({ id: 'x' })
  expect(stack.asked).toEqual([
    'Bearer key GET /instances',
    'Bearer key POST /instances/orders-1/kill',
    'Bearer key POST /services/orders/scale {"instances":3}',
    'Bearer key GET /faults',
    `Bearer key POST /faults ${JSON.stringify(fault)}`,
    'Bearer key DELETE /faults/a%2Fb',
  ])
})

test.each([
  [400, 'invalid_input', 'ttlS must be at most 120.'],
  [404, 'not_found', 'ttlS must be at most 120.'],
  [409, 'invalid_input', 'ttlS must be at most 120.'],
  [500, 'unavailable', 'The host answered 500.'],
  [401, 'unavailable', 'The host answered 401.'],
])('a refusal with %d is told as %s', async (status, code, detail) => {
  await using stack = await host(status, { detail: 'ttlS must be at most 120.' })
  await expect(stack.client.faults()).rejects.toMatchObject({ code, details: { detail } })
})

test('a host that is gone is unavailable', async () => {
  const { client, [Symbol.asyncDispose]: close } = await host(200, {})
  await close()
  await expect(client.faults()).rejects.toMatchObject({ code: 'unavailable' })
})
