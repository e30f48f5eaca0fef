import { parentPort, workerData } from 'node:worker_threads'
import { mutualTls } from '@switchyard/rpc/mutual-tls'
import { systemClock } from '@switchyard/runtime/clock'
import type { TlsFiles } from './certificates.ts'
import { createEdge } from './edge.ts'
import { realTimers } from './timers.ts'
import type { UpstreamKind, UpstreamTable } from './upstreams.ts'

/** What the thread is started with. */
export interface EdgeThreadData {
  readonly secret: string
  readonly lab: boolean
  readonly bindHost: string
  readonly upstreamHost: string
  readonly tunnels: boolean
  readonly ports: Readonly<Record<UpstreamKind, number>>
  readonly tls: TlsFiles
}

/** What the host tells the thread. */
export type ToEdge =
  | { readonly type: 'upstreams'; readonly table: UpstreamTable }
  | { readonly type: 'close'; readonly graceMs: number }

/** What the thread answers. */
export type FromEdge =
  | { readonly type: 'open' }
  | { readonly type: 'failed'; readonly code: string; readonly port: number; readonly reason: string }

/** Of files that cannot be used the services tell. */
const noLog = { info() {}, error() {} }

const data: EdgeThreadData = workerData
const tls = await mutualTls({ service: 'ingress', env: data.tls, clock: systemClock, log: noLog })
const edge = createEdge({ ...data, tls, timers: realTimers })

parentPort?.on('message', (message: ToEdge) => {
  if (message.type === 'upstreams') return edge.update(message.table)
  void edge.close(message.graceMs).finally(() => parentPort?.close())
})

edge.listen(data.ports).then(
  () => tell({ type: 'open' }),
  (error: NodeJS.ErrnoException & { port?: number }) =>
    tell({ type: 'failed', code: error.code ?? 'UNKNOWN', port: error.port ?? 0, reason: error.message }),
)

function tell(message: FromEdge): void {
  parentPort?.postMessage(message)
}
