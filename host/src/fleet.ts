import { join } from 'node:path'
import { Faults } from './faults.ts'
import { portFinder } from './free-port.ts'
import type { Ground } from './ground.ts'
import type { Ingress } from './ingress.ts'
import { type LaunchMode, launchInstance } from './launch.ts'
import type { Progress } from './progress.ts'
import type { Settings } from './settings.ts'
import type { InstanceState } from './slot.ts'
import { superviseEngine } from './supervise-engine.ts'
import { Supervisor } from './supervisor.ts'
import type { Timers } from './timers.ts'
import { type ServiceName, topology } from './topology.ts'

/** Which services somebody is working on; the others run as built. */
export interface RunPlan {
  readonly watched: ReadonlySet<ServiceName>
  /** Runs once, and waits for a debugger to attach. */
  readonly inspected: ServiceName | undefined
}

/** As `npm start` runs it. */
export const asBuilt: RunPlan = { watched: new Set(), inspected: undefined }

/** What {@link openFleet} puts together. */
export interface FleetOptions {
  readonly settings: Settings
  readonly version: string
  readonly plan: RunPlan
  readonly ground: Ground
  readonly ingress: Ingress
  readonly progress: Progress
  readonly timers: Timers
  readonly random: () => number
  readonly onChange: () => void
}

/** The topology as a supervised fleet whose ready instances the ingress always knows; nothing has been started yet. */
export async function openFleet(
  options: FleetOptions,
): Promise<{ supervisor: Supervisor; faults: Faults; paymentsUrl: string }> {
  const { settings, plan, ground, random, timers, version } = options
  const findPort = portFinder(random)
  const paymentsPort = await findPort()
  const paymentsUrl = settings.paymentsUrl ?? `http://${settings.reachHost}:${paymentsPort}`
  const addresses = { databases: ground.databases, redis: ground.redisUrls, payments: paymentsUrl }
  const services = topology
    .filter(({ name }) => name !== 'payments' || settings.paymentsUrl === undefined)
    .map((row) => (row.name === plan.inspected ? { ...row, instances: 1 } : row))
  const announce = announcer(options.progress)
  const faults = new Faults({
    timers,
    newId: () => `fault-${random().toString(36).slice(2, 10)}`,
    enabled: settings.labEnabled,
    instances: () => supervisor.instances(),
  })
  const supervisor: Supervisor = new Supervisor({
    services,
    engines: [superviseEngine(ground.postgres), superviseEngine(ground.redis)],
    version,
    timers,
    launch: (service, id, as) => {
      const row = services.find(({ name }) => name === service) ?? unknown(service)
      const fixedPort = service === 'payments' ? paymentsPort : undefined
      const mode = modeOf(service, id, plan)
      const launch = launchInstance(row, { id, version, as, settings, addresses, mode, fixedPort, findPort, timers })
      return faults.telling(service, id, launch)
    },
    onChange: () => {
      options.ingress.update({ web: ready(supervisor, 'web'), gateway: ready(supervisor, 'gateway') })
      announce(supervisor)
      options.onChange()
    },
  })
  return { supervisor, faults, paymentsUrl }
}

/** Where an instance's log is. */
export function logPath({ dataDir }: Settings, id: string): string {
  return join(dataDir, 'logs', `${id}.log`)
}

function modeOf(service: ServiceName, id: string, { watched, inspected }: RunPlan): LaunchMode {
  const watch = watched.has(service)
  return service === inspected && id === `${service}-1` ? { watch, inspectPort: 9229 } : { watch }
}

function ready(supervisor: Supervisor, service: ServiceName) {
  return supervisor
    .instances()
    .flatMap(({ id, service: of, state, port }) =>
      of === service && state === 'ready' && port !== null ? [{ id, port }] : [],
    )
}

/** Says when something that was ready no longer is, and when it is back; the first start has a voice of its own. */
function announcer({ say }: Progress): (supervisor: Supervisor) => void {
  const before = new Map<string, InstanceState>()
  return (supervisor) => {
    for (const { id, state, restarts } of supervisor.instances()) {
      const was = before.get(id)
      before.set(id, state)
      if (was === state || was === undefined) continue
      if (state === 'dead' && was !== 'draining') say(`${id} has died`)
      if (state === 'ready' && was === 'starting' && restarts > 0) say(`${id} is ready again`)
    }
  }
}

function unknown(service: string): never {
  throw new Error(`The topology has no ${service}.`)
}
