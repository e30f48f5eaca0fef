import { openDatabase } from '@switchyard/db/connect'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { openLog } from '@switchyard/runtime/log'
import { reportReady, stopOnSignal } from '@switchyard/runtime/process'
import { readSecret } from '@switchyard/runtime/secrets'
import { v7 } from 'uuid'
import { env } from './env.ts'
import { createLedger } from './ledger.ts'
import { sendNotices } from './notices.ts'
import { createProvider } from './provider.ts'
import { createServer } from './server.ts'

const log = openLog({ service: 'payments', env, clock })
const onStop = stopOnSignal({ log })
const secret = (name: string) => readSecret(env.SECRETS_DIR, name)
const { pool, close } = openDatabase({ url: env.DATABASE_URL, max: 10, clock })
const ledger = createLedger(pool)
const provider = createProvider({ ledger, clock, newId: v7 })
const server = createServer({
  provider,
  ledger,
  apiSecret: secret('payments-api.secret'),
  ledgerToken: secret('payments-ledger.token'),
})
const stopping = new AbortController()

await server.listen({ host: env.BIND_HOST, port: env.PORT })
const notices = sendNotices({
  pool,
  url: env.WEBHOOK_URL,
  secret: secret('payments-webhook.secret'),
  clock,
  log,
  signal: stopping.signal,
})
await provider.resume().catch((error: unknown) => log.warn({ err: error }, 'pending charges wait for their next try'))

onStop(async () => {
  stopping.abort()
  await server.close()
  await notices
  await close()
})
const address = server.server.address()
reportReady({ port: typeof address === 'object' && address ? address.port : env.PORT })
