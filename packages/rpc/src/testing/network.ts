/**
 * Real calls over loopback without Redis, for the tests of services and their callers.
 *
 *     await using network = await testNetwork()
 *     await network.serve(inventory, implement(inventory, { … }))
 *     const inventoryFor = await network.connect(inventory, { as: 'gateway' })
 *     await inventoryFor(guestScope()).quote.query({ skus: [] })
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract, ServiceName } from '@switchyard/contracts/contract'
import { type Clock, systemClock } from '@switchyard/runtime/clock'
import { type Log, silentLog } from '@switchyard/runtime/log'
import type { AnyTRPCRouter } from '@trpc/server'
import type { Around } from '../around.ts'
import { type ConnectOptions, connect } from '../connect.ts'
import { createRegistry, type Entry, type Registry } from '../discovery.ts'
import type { CallScope } from '../envelope.ts'
import type { Readiness } from '../health.ts'
import { memoryRegistryStore } from '../memory-registry.ts'
import type { MutualTls } from '../mutual-tls.ts'
import { type RpcServer, serve } from '../serve.ts'
import { type Identity, loadIdentity } from '../tokens.ts'
import { ensureServiceKeys } from './service-keys.ts'

const services: readonly ServiceName[] = ['gateway', 'orders', 'inventory', 'host']

interface ServeAs {
  around?: Around
  rehearsal?: Readonly<Record<string, unknown>>
  version?: string
  weight?: number
  tls?: MutualTls | undefined
}

/** A network of instances in this process; disposing of it closes all of them. `more` adds services that hold keys. */
export async function testNetwork({
  clock = systemClock,
  log = silentLog,
  more = [],
}: {
  clock?: Clock
  /** Of the instances. */
  log?: Log
  more?: readonly string[]
} = {}) {
  const secretsDir = await mkdtemp(join(tmpdir(), 'switchyard-rpc-'))
  await ensureServiceKeys({ secretsDir, services: [...services, ...more] })
  const store = memoryRegistryStore({ clock })
  const identityOf = (service: string): Promise<Identity> => loadIdentity({ service, secretsDir, clock })
  const registryOf = async (service: string): Promise<Registry> =>
    createRegistry({ store, identity: await identityOf(service), clock, log: silentLog })
  const registry: Registry = {
    ...(await registryOf('gateway')),
    register: async (entry) => (await registryOf(entry.service)).register(entry),
  }
  const closers: (() => Promise<void>)[] = []
  const health: Readiness = { database: 'up' }
  let instances = 0

  return {
    /** Sees what the gateway sees, and registers in the name of any service. */
    registry,
    store,
    /** What the instances say of what they need; change it to make them unready. */
    health,
    secretsDir,
    identityOf,
    /** Starts one more instance of a contract's service. */
    async serve(
      contract: Contract,
      router: AnyTRPCRouter,
      { around, rehearsal, version = '0.0.0', weight = 1, tls }: ServeAs = {},
    ): Promise<RpcServer> {
      const identity = await identityOf(contract.service)
      const env = {
        INSTANCE_ID: `${contract.service}-${++instances}`,
        SERVICE_VERSION: version,
        WEIGHT: weight,
        BIND_HOST: '127.0.0.1',
        ADVERTISE_HOST: '127.0.0.1',
        PORT: 0,
      }
      const server = await serve({
        contract,
        router,
        identity,
        registry,
        env,
        log,
        clock,
        ready: async () => health,
        around,
        rehearsal,
        tls,
      })
      closers.push(server.destroy)
      return server
    },
    /** Registers an instance that takes connections and never answers, as a frozen process does; counts the requests it gets. */
    async serveSilence({ service }: Contract) {
      const seen = { requests: 0, closed: 0 }
      const sockets = new Set<Socket>()
      const silence = createServer((socket) => {
        sockets.add(socket)
        socket.on('close', () => seen.closed++)
        socket
          .on('error', () => {})
          .on('data', (bytes) => {
            if (bytes.includes('POST /rpc/')) seen.requests++
          })
      })
      await new Promise<void>((resolve) => silence.listen(0, '127.0.0.1', resolve))
      const address = silence.address()
      const port = typeof address === 'object' && address ? address.port : 0
      const lease = await registry.register(entryOf({ service, instanceId: `${service}-${++instances}`, port }))
      closers.push(async () => {
        lease.forget()
        for (const socket of sockets) socket.destroy()
        silence.close()
      })
      return seen
    },
    /** A client of a contract, in the name of one service. */
    async connect<C extends Contract>(contract: C, { as, ...rest }: { as: string } & Partial<ConnectOptions>) {
      const client = connect(contract, { registry, identity: await identityOf(as), clock, log: silentLog, ...rest })
      closers.push(client.close)
      return client
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(closers.map((close) => close()))
      await registry.close()
      await rm(secretsDir, { recursive: true, force: true })
    },
  }
}

const entryOf = ({ service, instanceId, port }: { service: string; instanceId: string; port: number }): Entry => ({
  service,
  instanceId,
  address: `127.0.0.1:${port}`,
  version: '0.0.0',
  zone: 'local',
  weight: 1,
  startedAtMs: 0,
})

/** The scope of a guest's call, with 20 s to live unless told otherwise. */
export const guestScope = (scope: Partial<CallScope> = {}): CallScope => ({
  principal: { kind: 'guest', id: 'guest-1' },
  deadlineAtMs: Date.now() + 20_000,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ...scope,
})
