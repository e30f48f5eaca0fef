import { issuesOf } from '@switchyard/contracts/issues'
import { type Fault, FaultRequest, StartAs } from '@switchyard/contracts/lab'
import type { Rebuilt } from '@switchyard/contracts/sales'
import { z } from 'zod'
import { type ControlAnswer, ControlError } from './control-error.ts'
import type { Instance } from './slot.ts'
import { type Action, actions } from './supervisor.ts'

/** What the control API acts on. */
export interface ControlPorts {
  instances(): Instance[]
  /** Throws a Refusal, as the next one does. */
  scale(service: string, instances: number, as?: StartAs): void
  act(id: string, action: Action): Instance
  /** What goes wrong on purpose; the first two throw a Refusal. */
  faults: {
    inject(request: FaultRequest): Fault
    heal(id: string): Fault
    list(): Fault[]
  }
  /** FLUSHALL; throws a Refusal when `id` is no Redis of ours. */
  wipe(id: string): Promise<Instance>
  /** Mails of the local mailbox, newest first; undefined while nobody can read it. */
  readMailbox(to: string | undefined): Promise<readonly Mail[] | undefined>
  /** Makes the read models of orders anew; undefined while nobody can. */
  rebuildReads(): Promise<Rebuilt | undefined>
  /** Begins to stop everything; the answer still goes out. */
  stop(): void
}

/** One mail that would have been sent. */
export interface Mail {
  readonly to: string
  readonly kind: string
  readonly orderId: string | null
  readonly subject: string
  readonly text: string
  /** ISO time. */
  readonly at: string
}

/** A request, taken apart. */
export interface ControlRequest {
  readonly method: string
  readonly path: readonly string[]
  readonly query: URLSearchParams
  body(): Promise<unknown>
}

/** The whole of the control API, one line per operation; what does not stand here is 404. */
export async function handleControl(request: ControlRequest, ports: ControlPorts): Promise<ControlAnswer> {
  const [collection = '', name = '', verb = '', ...rest] = request.path
  const shape = `${request.method} /${collection}${request.path.length > 1 ? '/*' : ''}${rest.length > 0 ? '/…' : ''}`
  if (shape === 'GET /instances') return { status: 200, body: ports.instances() }
  if (shape === 'POST /services/*' && verb === 'scale') return scale(name, await request.body(), ports)
  if (shape === 'POST /instances/*' && verb !== '') return act(name, verb, ports)
  if (shape === 'GET /faults') return { status: 200, body: ports.faults.list() }
  if (shape === 'POST /faults') return injectFault(await request.body(), ports)
  if (shape === 'DELETE /faults/*' && verb === '') return { status: 200, body: { id: ports.faults.heal(name).id } }
  if (shape === 'GET /mailbox') return readMailbox(request.query.get('to') ?? undefined, ports)
  if (shape === 'POST /read-models/*' && name === 'rebuild') return rebuildReads(ports)
  if (shape === 'POST /stop') return stop(ports)
  throw new ControlError('not_found', `There is no ${request.method} /${request.path.join('/').slice(0, 100)}.`)
}

const scaleBody = z.strictObject({ instances: z.int().min(0).max(8), as: StartAs.optional() })

function scale(service: string, body: unknown, ports: ControlPorts): ControlAnswer {
  const { data, error } = scaleBody.safeParse(body)
  if (data === undefined) throw new ControlError('invalid_input', z.prettifyError(error))
  ports.scale(service, data.instances, data.as)
  return { status: 202, body: { service, instances: data.instances } }
}

function injectFault(body: unknown, ports: ControlPorts): ControlAnswer {
  const { data, error } = FaultRequest.safeParse(body)
  if (data === undefined) {
    const wrong = issuesOf(error).map(({ path, message }) => `${path || 'the body'} ${message}`)
    throw new ControlError('invalid_input', `${wrong.join('; ')}.`)
  }
  const { id, expiresAt } = ports.faults.inject(data)
  return { status: 201, body: { id, expiresAt } }
}

async function act(id: string, verb: string, ports: ControlPorts): Promise<ControlAnswer> {
  const action = actions.find((known) => known === verb)
  if (action === undefined && verb !== 'wipe')
    throw new ControlError('not_found', `There is no action ${JSON.stringify(verb)}.`)
  const instance = action === undefined ? await ports.wipe(id) : ports.act(id, action)
  return { status: 202, body: { id: instance.id, state: instance.state } }
}

async function readMailbox(to: string | undefined, ports: ControlPorts): Promise<ControlAnswer> {
  const mails = await ports.readMailbox(to)
  if (mails === undefined)
    throw new ControlError('unavailable', 'The mailbox cannot be read now; try again in a moment.')
  return { status: 200, body: mails }
}

async function rebuildReads(ports: ControlPorts): Promise<ControlAnswer> {
  const rebuilt = await ports.rebuildReads()
  if (rebuilt === undefined)
    throw new ControlError('unavailable', 'Orders cannot rebuild its read models now; they are as they were.')
  return { status: 200, body: rebuilt }
}

function stop(ports: ControlPorts): ControlAnswer {
  ports.stop()
  return { status: 202, body: { stopping: true } }
}
