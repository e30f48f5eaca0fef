import { createRegistry } from '@switchyard/rpc/discovery'
import { memoryRegistryStore } from '@switchyard/rpc/memory-registry'
import { serve } from '@switchyard/rpc/serve'
import { echo, echoRouter } from '@switchyard/rpc/testing/echo'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { reportReady } from '@switchyard/runtime/process'

/** A service in a process of its own, so that what is measured is the caller alone. */
const secretsDir = process.argv[2] ?? ''
const identity = await loadIdentity({ service: echo.service, secretsDir, clock })
const registry = createRegistry({ store: memoryRegistryStore({ clock }), identity, clock, log })
const env = {
  INSTANCE_ID: 'orders-1',
  SERVICE_VERSION: '0',
  BIND_HOST: '127.0.0.1',
  ADVERTISE_HOST: '127.0.0.1',
  PORT: 0,
}
const ready = async () => ({})
reportReady(await serve({ contract: echo, router: echoRouter(), identity, registry, env, log, clock, ready }))
process.once('disconnect', () => process.exit(0))
