import { createRegistry } from '@switchyard/rpc/discovery'
import { memoryRegistryStore } from '@switchyard/rpc/memory-registry'
import { mutualTls } from '@switchyard/rpc/mutual-tls'
import { serve } from '@switchyard/rpc/serve'
import { echo, echoRouter } from '@switchyard/rpc/testing/echo'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { reportReady } from '@switchyard/runtime/process'

/** What echo-service.ts starts. */
const [secretsDir = '', files = '{}'] = process.argv.slice(2)
const identity = await loadIdentity({ service: echo.service, secretsDir, clock })
const registry = createRegistry({ store: memoryRegistryStore({ clock }), identity, clock, log })
const env = {
  INSTANCE_ID: 'orders-1',
  SERVICE_VERSION: '0',
  BIND_HOST: '127.0.0.1',
  ADVERTISE_HOST: '127.0.0.1',
  PORT: 0,
}
const tls = await mutualTls({ service: echo.service, env: JSON.parse(files), clock, log })
const ready = async () => ({})
reportReady(await serve({ contract: echo, router: echoRouter(), identity, registry, tls, env, log, clock, ready }))
process.once('disconnect', () => process.exit(0))
