import type { Fault, FaultRequest } from '@switchyard/contracts/lab'
import type { Instance, Launch, LaunchedProcess } from './slot.ts'
import { Refusal } from './supervisor.ts'
import type { Timers } from './timers.ts'
import type { Runnable, ServiceName } from './topology.ts'

/** Faults that may be on at once. */
const faultsMax = 20

/** The services whose calls can be hurt: those that listen for it. */
const hurtable: readonly Runnable[] = ['orders', 'inventory']

/**
 * What goes wrong on purpose, and until when. Each process is told over its own channel, so that a fault works while
 * Redis is gone: all faults that concern it, when it starts and at each change. A fault outlives the process that it
 * hurts and ends by itself, or with the host.
 */
export class Faults {
  readonly #options: FaultsOptions
  readonly #on = new Map<string, { fault: Fault; cancel: () => void }>()
  readonly #running = new Map<string, Running>()

  constructor(options: FaultsOptions) {
    this.#options = options
  }

  /** Everything that is on, the oldest first. */
  list(): Fault[] {
    return [...this.#on.values()].map(({ fault }) => fault)
  }

  /** Begins a fault; throws a Refusal when there is nothing that it could hurt. */
  inject(request: FaultRequest): Fault {
    const { timers, newId, enabled, instances } = this.#options
    if (!enabled) throw new Refusal('not_hurtable', 'Nothing is hurt on purpose here: LAB_ENABLED is 0.')
    refuseUnfit(request, instances())
    if (this.#on.size >= faultsMax) {
      throw new Refusal('too_many', `${faultsMax} faults are on; end one with DELETE /faults/{id}, or wait.`)
    }
    const id = newId()
    const ttlMs = request.ttlS * 1_000
    const fault = { ...request, id, expiresAt: new Date(timers.now() + ttlMs).toISOString() }
    this.#on.set(id, { fault, cancel: timers.after(ttlMs, () => this.#end(id)) })
    this.#tellAll()
    return fault
  }

  /** Ends a fault before its time; throws a Refusal when it is not on. */
  heal(id: string): Fault {
    const on = this.#on.get(id)
    if (!on) throw new Refusal('not_found', `There is no fault ${JSON.stringify(id.slice(0, 60))}; it may have ended.`)
    on.cancel()
    this.#end(id)
    return on.fault
  }

  /** The same launch, of a process that always knows what is to go wrong with it. */
  telling(service: ServiceName, id: string, launch: Launch): Launch {
    if (!hurtable.includes(service)) return launch
    return (events) => {
      const running: Running = { service, process: undefined }
      this.#running.set(id, running)
      running.process = launch({
        // Ready again after a reload, it has forgotten.
        ready: (port) => {
          if (this.#on.size > 0) this.#tell(id)
          events.ready(port)
        },
        ended: () => {
          if (this.#running.get(id) === running) this.#running.delete(id)
          events.ended()
        },
      })
      if (this.#on.size > 0) this.#tell(id)
      return running.process
    }
  }

  #end(id: string): void {
    this.#on.delete(id)
    this.#tellAll()
  }

  #tellAll(): void {
    for (const id of this.#running.keys()) this.#tell(id)
  }

  #tell(id: string): void {
    const running = this.#running.get(id)
    if (!running) return
    // Who reads a queue is hurt by what comes; who holds back from it may be anybody.
    const concerns = ({ target, kind }: Fault) =>
      'instance' in target ? target.instance === id : kind === 'limit' || serviceOf(target) === running.service
    running.process?.tell?.({ type: 'faults', faults: this.list().filter(concerns) })
  }
}

/** What {@link Faults} takes. */
export interface FaultsOptions {
  readonly timers: Timers
  readonly newId: () => string
  /** Without a lab no process listens. */
  readonly enabled: boolean
  /** All that are there now. */
  readonly instances: () => readonly Instance[]
}

interface Running {
  readonly service: ServiceName
  process: LaunchedProcess | undefined
}

const kindsOfCalls: readonly FaultRequest['kind'][] = ['latency', 'error', 'drop']
const kindsOfQueues: readonly FaultRequest['kind'][] = ['latency', 'error', 'spoil', 'limit']

/** A queue belongs to the service whose name it begins with. */
const serviceOf = (target: { service: string } | { queue: string }): string =>
  'service' in target ? target.service : (target.queue.split('.', 1)[0] ?? '')

function refuseUnfit(request: FaultRequest, instances: readonly Instance[]): void {
  const { target, kind, scope } = request
  const fitting = 'queue' in target ? kindsOfQueues : kindsOfCalls
  if (!fitting.includes(kind)) {
    const what = 'queue' in target ? 'messages' : 'calls'
    throw new Refusal('invalid_input', `kind: ${what} can be hurt by ${fitting.join(', ')}, not by ${kind}.`)
  }
  if ('queue' in target) {
    if (scope !== undefined) throw new Refusal('invalid_input', 'scope: messages know no session; name an orderId.')
    if (kind === 'limit' && (target.orderId !== undefined || request.operation !== undefined)) {
      throw new Refusal('invalid_input', 'limit: a queue is full for all messages; leave orderId and operation out.')
    }
    if (hurtable.some((name) => name === serviceOf(target))) return
    throw new Refusal('not_found', `No service reads a queue ${quoted(target.queue)}; try "orders.mailroom".`)
  }
  const named = instances.find(({ id, service }) =>
    'instance' in target ? id === target.instance : service === target.service,
  )
  const what = 'instance' in target ? `instance ${quoted(target.instance)}` : `service ${quoted(target.service)}`
  const known = named?.service ?? ('service' in target ? hurtable.find((name) => name === target.service) : undefined)
  if (known === undefined) throw new Refusal('not_found', `There is no ${what}; GET /instances lists what there is.`)
  if (!hurtable.includes(known)) {
    throw new Refusal('not_hurtable', `The calls of ${known} cannot be hurt; those of ${hurtable.join(' and ')} can.`)
  }
}

const quoted = (text: string) => JSON.stringify(text.slice(0, 60))
