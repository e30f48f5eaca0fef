import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEdge, type Edge, kindOnGatewayPort, kindOnWebPort } from './edge.ts'
import { portFinder } from './free-port.ts'
import { FakeTimers } from './timers.fake.ts'

const local = { bindHost: '127.0.0.1', upstreamHost: '127.0.0.1' }

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let timers: FakeTimers
let edge: Edge
let web: string
let gateway: string
const cleanups: (() => unknown)[] = []

beforeEach(async () => {
  timers = new FakeTimers()
  edge = createEdge({ ...local, secret: 'proof', lab: true, tunnels: true, timers })
  const ports = await freePorts()
  await edge.listen(ports)
  web = `http://127.0.0.1:${ports.web}`
  gateway = `http://127.0.0.1:${ports.gateway}`
})

const findPort = portFinder(Math.random)
const freePorts = async () => ({ web: await findPort(), gateway: await findPort() })

afterEach(async () => {
  const closed = edge.close(0)
  timers.pass(0)
  await closed
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function upstream(handler: Handler): Promise<{ id: string; port: number }> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return { id: `upstream-${cleanups.length}`, port: (server.address() as AddressInfo).port }
}

async function refusing(): Promise<{ id: string; port: number }> {
  return { id: 'refusing', port: await findPort() }
}

const says =
  (text: string): Handler =>
  (request, response) => {
    request.resume()
    response.end(text)
  }
const echo: Handler = async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  response.setHeader('x-repeated', ['one', 'two'])
  response.end(JSON.stringify({ url: request.url, method: request.method, headers: request.headers, body }))
}
const text = async (url: string, init?: RequestInit) => (await fetch(url, init)).text()
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe('routing', () => {
  it.each([
    ['/', 'web'],
    ['/prints/contour-no-2', 'web'],
    ['/apiary', 'web'],
    ['/livez', 'web'],
    ['/api', 'gateway'],
    ['/api/v2/products?limit=1', 'gateway'],
    ['/trpc/v2/products.list', 'gateway'],
    ['/graphql?query=', 'gateway'],
    ['/webhooks/payments', 'gateway'],
  ])('sends %s on WEB_PORT to %s', (path, kind) => expect(kindOnWebPort(path)).toBe(kind))

  it.each([
    ['/', undefined],
    ['/metrics', undefined],
    ['/livez', 'gateway'],
    ['/readyz?full', 'gateway'],
    ['/api/v2/products', 'gateway'],
  ])('sends %s on GATEWAY_PORT to %s', (path, kind) => expect(kindOnGatewayPort(path)).toBe(kind))

  it('answers 404 as a problem where there is nothing', async () => {
    const response = await fetch(`${gateway}/prints`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not_found', requestId: response.headers.get('x-request-id') })
  })

  it('shares requests among the ready, the least busy first', async () => {
    const held: ServerResponse[] = []
    const busy = await upstream((_request, response) => void held.push(response))
    edge.update({ web: [], gateway: [busy, await upstream(says('idle'))] })
    const first = text(`${gateway}/api/held`)
    await until(() => held.length === 1)
    expect(await text(`${gateway}/api/x`)).toBe('idle')
    held[0]?.end('done')
    expect(await first).toBe('done')
  })
})

describe('passing on', () => {
  it('hands method, path, body and headers over, without what a client may not say', async () => {
    edge.update({ web: [], gateway: [await upstream(echo)] })
    const response = await fetch(`${gateway}/api/v2/orders?dry=1`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'x-forwarded-for': '203.0.113.9', 'x-ingress-secret': 'forged', 'idempotency-key': 'k1' },
    })
    expect(await response.json()).toMatchObject({
      url: '/api/v2/orders?dry=1',
      method: 'POST',
      body: '{"a":1}',
      headers: {
        'x-forwarded-for': '127.0.0.1',
        'x-ingress-secret': 'proof',
        'idempotency-key': 'k1',
        'content-length': '7',
      },
    })
    expect(response.headers.get('x-repeated')).toBe('one, two')
  })

  it('lets the terms of the lab pass to gateways alone', async () => {
    edge.update({ web: [await upstream(echo)], gateway: [await upstream(echo)] })
    const headersOf = async (url: string) =>
      JSON.parse(await (await fetch(url, { headers: { 'x-lab-scope': 'signed' } })).text()).headers
    expect(await headersOf(`${gateway}/api/x`)).toMatchObject({ 'x-lab-scope': 'signed' })
    expect(await headersOf(web)).not.toHaveProperty('x-lab-scope')
  })

  it('tells web instances alone, signed, who their visitor is', async () => {
    edge.update({ web: [await upstream(echo)], gateway: [await upstream(echo)] })
    const visitorOf = async (url: string) =>
      JSON.parse(await (await fetch(url, { headers: { 'x-visitor': 'forged' } })).text()).headers['x-visitor']
    expect(await visitorOf(web)).toMatch(/^127\.0\.0\.1 \d{13} [\w-]{43}$/)
    expect(await visitorOf(`${gateway}/api/x`)).toBe('forged')
  })

  it('gives the secret to gateways alone', async () => {
    edge.update({ web: [await upstream(echo)], gateway: [] })
    const { headers } = JSON.parse(await text(web))
    expect(headers).not.toHaveProperty('x-ingress-secret')
    expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': new URL(web).host })
  })

  it('lets each chunk of a stream through as it is written', async () => {
    let stream: ServerResponse | undefined
    const streaming = await upstream((_request, response) => {
      stream = response
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    })
    edge.update({ web: [], gateway: [streaming] })
    const response = await fetch(`${gateway}/api/events`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (const chunk of ['id: 1\n\n', 'id: 2\n\n']) {
      stream?.write(chunk)
      expect((await reader?.read())?.value).toBe(chunk)
    }
    await reader?.cancel()
  })

  it('cuts whoever sends too slowly, and says so', async () => {
    const impatient = createEdge({ ...local, secret: 'proof', lab: true, tunnels: false, timers, arriveMsMax: 200 })
    const ports = await freePorts()
    await impatient.listen(ports)
    cleanups.push(() => {
      const closed = impatient.close(0)
      timers.pass(0)
      return closed
    })
    for (const bytes of [
      'GET /api/x HTTP/1.1\r\nhost: a\r\n',
      'POST /api/x HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{',
    ]) {
      const socket = connect(ports.gateway, '127.0.0.1')
      socket.write(bytes)
      expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/)
    }
  })

  it('refuses a body over 64 KB for the gateway before any of it is passed on', async () => {
    let asked = 0
    edge.update({ web: [], gateway: [await upstream((_, response) => response.end(`asked ${++asked}`))] })
    for (const body of ['x'.repeat(65_537), new Blob(['x'.repeat(65_537)]).stream()]) {
      const response = await fetch(`${gateway}/api/v2/orders`, { method: 'POST', body, duplex: 'half' } as RequestInit)
      expect(response.status).toBe(413)
      expect(await response.json()).toMatchObject({ code: 'body_too_large' })
    }
    expect(asked).toBe(0)
  })

  it.each(['/prints/%ff', '/prints/%zz'])(
    'refuses %s, which nobody can read, instead of passing it on',
    async (path) => {
      let asked = 0
      const counting = await upstream((_, response) => response.end(`asked ${++asked}`))
      edge.update({ web: [counting], gateway: [counting] })
      for (const url of [web + path, `${gateway}/api/v2${path}`]) {
        const response = await fetch(url)
        expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid_input' }])
      }
      expect(asked).toBe(0)
    },
  )

  it('takes no headers that would be too many together with its own', async () => {
    edge.update({ web: [await upstream(echo)], gateway: [] })
    const statusWith = async (bytes: number) => (await fetch(web, { headers: { 'x-long': 'x'.repeat(bytes) } })).status
    expect(await Promise.all([14_000, 16_000].map(statusWith))).toEqual([200, 431])
  })

  it('stops the upstream when the client has left', async () => {
    let left = false
    let asked = false
    const slow = await upstream((request, response) => {
      asked = true
      request.resume()
      response.once('close', () => {
        left = true
      })
    })
    edge.update({ web: [], gateway: [slow] })
    const leaving = new AbortController()
    const answer = fetch(`${gateway}/api/slow`, { signal: leaving.signal }).catch(() => 'left')
    await until(() => asked)
    leaving.abort()
    expect(await answer).toBe('left')
    await until(() => left)
  })

  it('passes a WebSocket to web, byte for byte', async () => {
    const { port } = await upstream(says(''))
    const server = createServer().on('upgrade', (request, socket) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: ${request.headers.upgrade}\r\nconnection: upgrade\r\n\r\n`,
      )
      socket.pipe(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => server.close())
    edge.update({ web: [{ id: 'dev', port: (server.address() as AddressInfo).port }], gateway: [] })
    expect(port).toBeGreaterThan(0)
    const echoed = await new Promise<string>((resolve, reject) => {
      const upgrading = httpRequest(`${web}/_next/hmr`, { headers: { connection: 'upgrade', upgrade: 'websocket' } })
      upgrading.once('upgrade', (_response, socket) => {
        socket.once('data', (data: Buffer) => {
          socket.destroy()
          resolve(data.toString())
        })
        socket.write('ping')
      })
      upgrading.once('error', reject).end()
    })
    expect(echoed).toBe('ping')
  })
})

describe('an instance that fails', () => {
  it('by refusing the connection costs nothing: the request goes to another, whatever its method', async () => {
    const healthy = await upstream(echo)
    for (const method of ['GET', 'POST']) {
      edge.update({ web: [], gateway: [await refusing(), healthy] })
      const response = await fetch(`${gateway}/api/x`, { method, ...(method === 'POST' ? { body: 'once' } : {}) })
      expect(await response.json()).toMatchObject({ method, body: method === 'POST' ? 'once' : '' })
    }
  })

  it('by breaking off costs nothing to a GET, and tells a POST to come back without repeating it', async () => {
    let broken = 0
    const breaking = await upstream((request) => {
      broken += 1
      request.socket.destroy()
    })
    const healthy = await upstream(says('whole'))
    edge.update({ web: [], gateway: [breaking, healthy] })
    expect(await text(`${gateway}/api/x`)).toBe('whole')
    const posted = await fetch(`${gateway}/api/x`, { method: 'POST', body: 'once' })
    expect([posted.status, posted.headers.get('retry-after'), broken]).toEqual([503, '1', 2])
  })

  it('and comes back within the wait costs a pause alone', async () => {
    edge.update({ web: [], gateway: [await refusing()] })
    const answer = text(`${gateway}/api/x`, { method: 'POST', body: 'patient' })
    await until(() => timers.waiting > 0)
    edge.update({ web: [], gateway: [await upstream(says('back'))] })
    expect(await answer).toBe('back')
  })

  it('and stays away is a 503 with Retry-After after 800 ms', async () => {
    const answer = fetch(`${gateway}/readyz`)
    await until(() => timers.waiting > 0)
    timers.pass(800)
    const response = await answer
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await response.json()).toMatchObject({ status: 503, code: 'unavailable' })
  })

  it('shows a browser that the shop is opening', async () => {
    const answer = fetch(`${web}/prints`, { headers: { accept: 'text/html' } })
    await until(() => timers.waiting > 0)
    timers.pass(800)
    const response = await answer
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
    expect(await response.text()).toContain('The shop is opening.')
  })
})

describe('a close', () => {
  it('lets what runs finish and takes nothing new', async () => {
    const held: ServerResponse[] = []
    edge.update({ web: [], gateway: [await upstream((_request, response) => void held.push(response))] })
    const running = text(`${gateway}/api/x`)
    await until(() => held.length === 1)
    const closed = edge.close(5_000)
    await expect(fetch(`${gateway}/api/y`)).rejects.toThrow()
    held[0]?.end('finished')
    expect(await running).toBe('finished')
    await closed
  })

  it('cuts what does not end in time', async () => {
    const { port } = new URL(web)
    const silent = connect(Number(port), '127.0.0.1')
    await new Promise((resolve) => silent.write('GET / HTTP/1.1\r\nhost: x\r\n', resolve))
    const cut = new Promise((resolve) => silent.once('close', resolve))
    silent.on('error', () => {}).resume()
    const closed = edge.close(5_000)
    timers.pass(5_000)
    await Promise.all([closed, cut])
  })
})
