import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Entry } from '@switchyard/rpc/discovery'
import { entryOf } from '@switchyard/rpc/testing/entry'
import type { TlsEnv } from '@switchyard/rpc/tls-env'

/** A service that says what it hears, in a process of its own, so that what is measured is the caller alone. */
export async function startEcho({ secretsDir, tls = {} }: { secretsDir: string; tls?: TlsEnv }) {
  const child = fork(join(import.meta.dirname, 'echo-process.ts'), [secretsDir, JSON.stringify(tls)])
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const address = `${tls.TLS_CERT_FILE ? 'https://' : ''}127.0.0.1:${port}`
  const instance: Entry = entryOf('orders-1', { address })
  return {
    instance,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
