import type { StartAs } from '@switchyard/contracts/lab'
import { type Instance, type Launch, Slot, type slotLimits } from './slot.ts'
import type { Timers } from './timers.ts'
import type { Runnable, ServiceName, ServiceRow } from './topology.ts'

/** The most instances that one service may be scaled to. */
const instancesMax = 8

/** A request that the fleet refuses; `code` and `message` go to whoever asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code:
    | 'not_found'
    | 'not_scalable'
    | 'not_hurtable'
    | 'not_ours'
    | 'not_running'
    | 'too_many'
    | 'invalid_input'

  constructor(code: Refusal['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** What can be done to one instance. */
export const actions = ['kill', 'drain', 'freeze', 'thaw', 'start'] as const
export type Action = (typeof actions)[number]

/**
 * Keeps the whole topology alive: a slot per instance, engines included. Knows nothing of processes, HTTP or time beyond
 * the ports it is given.
 */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #engines: Slot[]
  readonly #slots = new Map<ServiceName, Slot[]>()
  readonly #leaving = new Set<Slot>()
  #stopping = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#engines = options.engines.flatMap((engine) =>
      engine.launch === undefined
        ? []
        : [this.#slot(`${engine.name}-1`, engine.name, engine.version, engine.launch, true)],
    )
    for (const row of options.services) this.#slots.set(row.name, [])
  }

  /** Brings up every instance of the topology at once; the engines must be ready. */
  start(): void {
    for (const engine of this.#engines) engine.start()
    for (const row of this.#options.services) this.#resize(row.name, row.instances)
  }

  /** All instances, from the ground up; an engine that somebody else runs is listed as ready, without a pid. */
  instances(): Instance[] {
    const brought = this.#options.engines.filter(({ launch }) => launch === undefined)
    return [
      ...brought.map(({ name, port, version }) => ({ ...notOurs, id: `${name}-1`, service: name, port, version })),
      ...[...this.#engines, ...this.#services()].map((slot) => slot.view()),
    ]
  }

  /** Slots that should be ready and are not, to tell a person what is waited for. */
  waitingFor(): readonly Slot[] {
    return [...this.#engines, ...this.#services()].filter(({ wanted, state }) => wanted && state !== 'ready')
  }

  /**
   * Makes it `instances` of a service (0 to 8): missing ones start, also where one was drained; surplus ones, the dead
   * and then the highest numbers first, are drained and leave the list. New ones start `as` another version, if one is given.
   */
  scale(service: string, instances: number, as?: StartAs): void {
    const row = this.#options.services.find(({ name }) => name === service)
    if (row?.scalable !== true) {
      const known = [...this.#options.services, ...this.#options.engines].some(({ name }) => name === service)
      if (!known) throw new Refusal('not_found', `There is no service ${quoted(service)}.`)
      throw new Refusal('not_scalable', `${service} runs once and cannot be scaled.`)
    }
    if (!Number.isInteger(instances) || instances < 0 || instances > instancesMax) {
      throw new Refusal('invalid_input', `instances must be a whole number from 0 to ${instancesMax}.`)
    }
    this.#resize(row.name, instances, as)
  }

  /** Does one thing to one instance and says, at once, what became of it. */
  act(id: string, action: Action): Instance {
    const slot = this.#find(id)
    if (this.#stopping) throw new Refusal('not_running', 'The host is stopping.')
    if (action === 'freeze' && !slot.freeze()) throw new Refusal('not_running', `${slot.id} is dead; start it first.`)
    if (action !== 'freeze') slot[action]()
    // What was scaled away and drains is wanted again: forgotten, it would run where nobody lists or ends it.
    if (action === 'start') this.#leaving.delete(slot)
    return slot.view()
  }

  /** The id in full of an engine that runs here: for actions that only an engine knows, such as wiping Redis. */
  ownEngine(id: string, name: Runnable): Instance {
    const slot = this.#find(id)
    if (slot.service !== name) throw new Refusal('not_found', `${slot.id} cannot do that; only ${name} can.`)
    return slot.view()
  }

  /** Stops everything, what leans on others first, giving each `graceMs` before SIGKILL; nothing starts any more. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true
    for (const row of this.#options.services.toReversed()) {
      await Promise.all(this.#slotsOf(row.name).map((slot) => slot.stop(graceMs)))
    }
    for (const engine of this.#engines.toReversed()) await engine.stop(graceMs)
  }

  /** Ends everything now, for the second Ctrl-C. */
  kill(): void {
    this.#stopping = true
    for (const slot of [...this.#services(), ...this.#engines]) {
      slot.drain()
      slot.kill()
    }
  }

  #resize(service: ServiceName, instances: number, as?: StartAs): void {
    if (this.#stopping) return
    const slots = this.#slotsOf(service)
    const keepFirst = slots.toSorted((a, b) => Number(b.wanted) - Number(a.wanted) || numberOf(a) - numberOf(b))
    const kept = keepFirst.slice(0, instances)
    for (const surplus of keepFirst.slice(instances)) surplus.drain()
    for (let number = 1; kept.length < instances; number += 1) {
      const id = `${service}-${number}`
      if (slots.some((slot) => slot.id === id)) continue
      const version = as?.version ?? this.#options.version
      kept.push(this.#slot(id, service, version, this.#options.launch(service, id, as), false))
    }
    for (const slot of kept) this.#leaving.delete(slot)
    for (const slot of slots) if (!kept.includes(slot)) this.#leaving.add(slot)
    this.#slots.set(
      service,
      [...new Set([...slots, ...kept])].sort((a, b) => numberOf(a) - numberOf(b)),
    )
    for (const slot of kept) slot.start()
    this.#changed()
  }

  /** A slot that was scaled away is listed until its process is gone. */
  #changed(): void {
    for (const slot of this.#leaving) {
      if (slot.state !== 'dead') continue
      this.#leaving.delete(slot)
      for (const [service, slots] of this.#slots)
        this.#slots.set(
          service,
          slots.filter((each) => each !== slot),
        )
    }
    this.#options.onChange?.()
  }

  #slot(id: string, service: Runnable, version: string, launch: Launch, staysDeadWhenKilled: boolean): Slot {
    const { timers, limits = {} } = this.#options
    const onChange = () => this.#changed()
    return new Slot({ id, service, version, launch, timers, limits, staysDeadWhenKilled, onChange })
  }

  #find(id: string): Slot {
    const slots = [...this.#engines, ...this.#services()]
    const slot = slots.find((each) => each.id === id || (each.service === id && this.#engines.includes(each)))
    if (slot !== undefined) return slot
    const engine = this.#options.engines.find(({ name }) => id === name || id === `${name}-1`)
    if (engine !== undefined)
      throw new Refusal('not_ours', `${engine.name} was brought by you; the host leaves it alone.`)
    throw new Refusal('not_found', `There is no instance ${quoted(id)}.`)
  }

  #services(): Slot[] {
    return [...this.#slots.values()].flat()
  }

  #slotsOf(service: ServiceName): Slot[] {
    return this.#slots.get(service) ?? []
  }
}

/** What a {@link Supervisor} is made of. */
export interface SupervisorOptions {
  /** From the ground up. */
  readonly services: readonly (ServiceRow & { readonly name: ServiceName })[]
  readonly engines: readonly SupervisedEngine[]
  /** Version that the instances of services show. */
  readonly version: string
  readonly launch: (service: ServiceName, id: string, as?: StartAs) => Launch
  readonly timers: Timers
  readonly limits?: Partial<typeof slotLimits>
  /** Called after any change of any state. */
  readonly onChange?: () => void
}

/** An engine in the fleet; without `launch` it was brought, and is only shown. */
export interface SupervisedEngine {
  readonly name: 'postgres' | 'redis'
  readonly version: string
  readonly port: number
  readonly launch: Launch | undefined
}

const notOurs = { pid: null, state: 'ready', restarts: 0, startedAt: null } as const

function numberOf(slot: Slot): number {
  return Number(slot.id.slice(slot.id.lastIndexOf('-') + 1))
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
