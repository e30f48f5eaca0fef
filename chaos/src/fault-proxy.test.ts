import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { randomFrom } from '@switchyard/art/kit/random'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, onTestFinished, test } from 'vitest'
import { openFaultProxy } from './fault-proxy.ts'

const local = { host: '127.0.0.1', port: 0 }

/** An instance that says each piece back, behind a proxy; `heard` is what reached it. */
async function lineThroughProxy() {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const instance = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      heard.push(bytes.toString())
      socket.write(`echo ${bytes}`)
    })
  }).listen(local)
  await once(instance, 'listening')
  const clock = new TestClock(0)
  const target = { host: local.host, port: (instance.address() as AddressInfo).port }
  const proxy = await openFaultProxy({ listen: local, target, random: randomFrom('1'), clock })
  onTestFinished(async () => {
    await proxy[Symbol.asyncDispose]()
    for (const socket of sockets) socket.destroy()
    instance.close()
  })
  const dial = async () => {
    const caller = connect({ host: local.host, port: proxy.port, allowHalfOpen: true })
    const events: string[] = []
    caller.on('data', (bytes) => events.push(bytes.toString()))
    caller.on('end', () => events.push('FIN'))
    caller.on('error', (error: NodeJS.ErrnoException) => events.push(error.code ?? error.message))
    onTestFinished(() => void caller.destroy())
    // A proxy that resets may be faster than the news of the connection.
    await new Promise((resolve) => caller.once('connect', resolve).once('close', resolve))
    return { caller, events }
  }
  return { proxy, clock, heard, dial, sockets, instance }
}

test('without trouble everything passes, in both directions', async () => {
  const { dial, heard } = await lineThroughProxy()
  const { caller, events } = await dial()
  caller.write('one')
  await expect.poll(() => events).toEqual(['echo one'])
  expect(heard).toEqual(['one'])
})

test('a delay holds each piece back, on a connection that was open before, and ends with the trouble', async () => {
  const { proxy, clock, dial, heard } = await lineThroughProxy()
  const { caller, events } = await dial()
  caller.write('one')
  await expect.poll(() => events).toHaveLength(1)

  proxy.trouble({ delayMs: 200 })
  const sent = sentThrough(proxy)
  caller.write('POST /rpc/two')
  await sent()
  await clock.advance(199)
  expect(heard).toEqual(['one'])
  await clock.advance(1)
  await expect.poll(() => heard).toEqual(['one', 'POST /rpc/two'])
  expect(events).toHaveLength(1)
  await expect
    .poll(async () => {
      await clock.advance(100)
      return events
    })
    .toHaveLength(2)

  proxy.trouble({})
  caller.write('three')
  await expect.poll(() => events.at(-1)).toBe('echo three')
})

test('what is swallowed is never heard of, and its connection is reset when the trouble ends', async () => {
  const { proxy, dial, heard } = await lineThroughProxy()
  const victim = await dial()
  const idle = await dial()
  proxy.trouble({ blackhole: 'both' })
  const sent = sentThrough(proxy)
  victim.caller.write('POST /rpc/lost')
  await sent()
  proxy.trouble({})
  await expect.poll(() => victim.events).toEqual(['ECONNRESET'])
  expect(heard).toEqual([])
  idle.caller.write('well')
  await expect.poll(() => idle.events).toEqual(['echo well'])
})

test('replies can vanish while requests arrive', async () => {
  const { proxy, dial, heard } = await lineThroughProxy()
  const { caller, events } = await dial()
  proxy.trouble({ blackhole: 'replies' })
  caller.write('one')
  await expect.poll(() => heard).toEqual(['one'])
  expect(events).toEqual([])
})

test('a reset hits open connections and new ones', async () => {
  const { proxy, dial } = await lineThroughProxy()
  const open = await dial()
  proxy.trouble({ reset: true })
  await expect.poll(() => open.events).toEqual(['ECONNRESET'])
  const next = await dial()
  await expect.poll(() => next.events).toEqual(['ECONNRESET'])
})

test('a half-close says FIN to the caller and still hears what it says', async () => {
  const { proxy, dial, heard } = await lineThroughProxy()
  const { caller, events } = await dial()
  proxy.trouble({ halfClose: true })
  await expect.poll(() => events).toEqual(['FIN'])
  caller.write('still here')
  await expect.poll(() => heard).toEqual(['still here'])
})

test('an instance that refuses, or breaks, does so to its caller', async () => {
  const { dial, instance, sockets } = await lineThroughProxy()
  const open = await dial()
  open.caller.write('one')
  await expect.poll(() => sockets.size).toBe(1)
  for (const socket of sockets) socket.resetAndDestroy()
  await expect.poll(() => open.events).toContain('ECONNRESET')
  instance.close()
  const refused = await dial()
  await expect.poll(() => refused.events).toEqual(['ECONNRESET'])
})

test('the latest call of a service is known, and health questions are none', async () => {
  const { proxy, clock, dial, heard } = await lineThroughProxy()
  const { caller } = await dial()
  caller.write('GET /livez HTTP/1.1\r\n\r\n')
  await expect.poll(() => heard).toHaveLength(1)
  expect(proxy.lastRequestAtMs()).toBeUndefined()
  await clock.advance(70)
  caller.write('POST /rpc/quote?batch=1 HTTP/1.1\r\n\r\n')
  await expect.poll(() => proxy.lastRequestAtMs()).toBe(70)
})

/** Call before writing a call: the returned one resolves when the proxy has it. */
function sentThrough(proxy: { lastRequestAtMs(): number | undefined }) {
  return () => expect.poll(() => proxy.lastRequestAtMs()).toBeDefined()
}
