/**
 * A TCP proxy that misbehaves on demand, to stand between the callers of an instance and the instance. What it does can
 * change while connections are open, and holds for those that are open and those that come.
 *
 *     await using proxy = await openFaultProxy({ listen: { host: '127.0.1.1', port }, target: { host: '127.0.0.1', port }, random, clock })
 *     proxy.trouble({ delayMs: 200, jitterMs: 100 })
 *     proxy.trouble({})
 */
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Random } from '@switchyard/art/kit/random'
import type { Clock } from '@switchyard/runtime/clock'
import { pump } from './pump.ts'

/** What is wrong with a line; nothing when all is left out. */
export interface Trouble {
  /** Every piece arrives that much later, in each direction. */
  readonly delayMs?: number
  /** On top of it, up to that much, by chance; pieces stay in their order. */
  readonly jitterMs?: number
  /** No more than that in each direction of each connection. */
  readonly bytesPerSecond?: number
  /** Takes connections and bytes, and passes nothing on in that direction. What was swallowed is lost: those connections are reset when the trouble ends. */
  readonly blackhole?: 'both' | 'requests' | 'replies'
  /** Ends every connection with RST, new ones as soon as they are made. */
  readonly reset?: true
  /** Says FIN to the caller and goes on listening to it. */
  readonly halfClose?: true
}

/** One end of a line. */
interface Place {
  readonly host: string
  readonly port: number
}

/** A proxy in front of one instance. */
export interface FaultProxy extends AsyncDisposable {
  readonly port: number
  /** Replaces whatever was wrong before. */
  trouble(trouble: Trouble): void
  /** When the latest call of a service was passed on, or swallowed, on its way to the instance; health questions do not count. */
  lastRequestAtMs(): number | undefined
}

/** What a proxy is made of. */
export interface FaultProxyOptions {
  readonly listen: Place
  readonly target: Place
  readonly random: Random
  readonly clock: Clock
}

/** Listens, and passes everything on until told otherwise. Rejects when the port is taken. */
export async function openFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { listen, clock } = options
  const lines = new Set<Line>()
  let trouble: Trouble = {}
  let lastRequestAtMs: number | undefined
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (caller) => {
    if (trouble.reset) return void caller.on('error', () => {}).resetAndDestroy()
    const line = openLine(caller, { ...options, now: () => trouble })
    lines.add(line)
    caller.on('data', (bytes: Buffer) => {
      if (isCall(bytes)) lastRequestAtMs = clock.now()
    })
    caller.once('close', () => lines.delete(line))
    if (trouble.halfClose) caller.end()
  })
  const port = await listening(server, listen)
  return {
    port,
    trouble(next) {
      const before = trouble
      trouble = next
      for (const { caller, instance, hasLost } of lines) {
        const isBroken = before.blackhole !== undefined && next.blackhole === undefined && hasLost()
        if (next.reset || isBroken) for (const socket of [caller, instance]) socket.resetAndDestroy()
        else if (next.halfClose) caller.end()
      }
    },
    lastRequestAtMs: () => lastRequestAtMs,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const { caller, instance } of lines) for (const socket of [caller, instance]) socket.destroy()
      await closed
    },
  }
}

/** A caller's connection and ours to the instance, with everything that `now` says is wrong between them. */
function openLine(caller: Socket, { target, random, clock, now }: LineOptions): Line {
  const instance = connect({ ...target, allowHalfOpen: true, noDelay: true })
  let lost = false
  const swallow = (direction: 'requests' | 'replies') => () => {
    const { blackhole } = now()
    if (blackhole !== 'both' && blackhole !== direction) return false
    lost = true
    return true
  }
  const gap = () => ({ ...now(), chance: () => random.next() })
  pump({ from: caller, to: instance, isSwallowed: swallow('requests'), gap, clock })
  pump({ from: instance, to: caller, isSwallowed: swallow('replies'), gap, clock })
  // Whatever breaks one side breaks the other, with RST: an instance that refuses is then no open door.
  const breaks = (socket: Socket, other: Socket) => {
    socket.on('error', () => other.resetAndDestroy())
    socket.once('close', () => other.destroySoon())
  }
  breaks(caller, instance)
  breaks(instance, caller)
  return { caller, instance, hasLost: () => lost }
}

interface LineOptions extends Omit<FaultProxyOptions, 'listen'> {
  readonly now: () => Trouble
}

interface Line {
  readonly caller: Socket
  readonly instance: Socket
  readonly hasLost: () => boolean
}

/** The first bytes of a service call, as our transport sends them. */
const isCall = (bytes: Buffer) => bytes.includes('POST /rpc/') && !bytes.includes('/rpc/-/')

function listening(server: Server, { host, port }: Place): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
    })
  })
}
