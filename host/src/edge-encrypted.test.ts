import type { AddressInfo } from 'node:net'
import type { MutualTls } from '@switchyard/rpc/mutual-tls'
import { testCertificates } from '@switchyard/rpc/testing/certificates'
import { expect, it, onTestFinished } from 'vitest'
import { createEdge } from './edge.ts'
import { portFinder } from './free-port.ts'
import { realTimers } from './timers.ts'

async function ground() {
  const certificates = await testCertificates()
  onTestFinished(certificates[Symbol.asyncDispose])
  return certificates
}

/** A gateway behind TLS that says its name to whom it may hear. */
async function gatewayWith(tls: MutualTls, id: string): Promise<{ id: string; port: number }> {
  const server = tls.createServer({}, (_, response) => void response.end(id), ['ingress'])
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { id, port: (server.address() as AddressInfo).port }
}

/** An ingress with this certificate, before these gateways; the answer asks it. */
async function ingressWith(tls: MutualTls, gateways: readonly { id: string; port: number }[]) {
  const local = { bindHost: '127.0.0.1', upstreamHost: '127.0.0.1' }
  const edge = createEdge({ ...local, secret: 'proof', lab: false, tunnels: false, timers: realTimers, tls })
  const findPort = portFinder(Math.random)
  const [web, gateway] = [await findPort(), await findPort()]
  await edge.listen({ web, gateway })
  onTestFinished(() => edge.close(0))
  edge.update({ web: [], gateway: gateways })
  return async () => {
    const answer = await fetch(`http://127.0.0.1:${gateway}/api/v2/products`, { method: 'POST' })
    return answer.ok ? await answer.text() : answer.status
  }
}

it('passes a request, also one that may not be made twice, to a gateway that proves to be one, and to nobody else', async () => {
  const { tlsOf } = await ground()
  const impostor = await gatewayWith(await tlsOf('orders'), 'orders in its place')
  const gateway = await gatewayWith(await tlsOf('gateway'), 'gateway-1')
  const ask = await ingressWith(await tlsOf('ingress'), [impostor, gateway])
  expect([await ask(), await ask(), await ask()]).toEqual(['gateway-1', 'gateway-1', 'gateway-1'])
})

it('is the only one whom a gateway hears', async () => {
  const { tlsOf } = await ground()
  const gateway = await gatewayWith(await tlsOf('gateway'), 'gateway-1')
  expect(await (await ingressWith(await tlsOf('orders'), [gateway]))()).toBe(503)
})
