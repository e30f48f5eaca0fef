import { beforeEach, describe, expect, it } from 'vitest'
import type { Launch } from './slot.ts'
import { Refusal, Supervisor } from './supervisor.ts'
import { FakeTimers } from './timers.fake.ts'
import { topology } from './topology.ts'

/** Stands for the operating system: remembers what was launched, and lets a test play each process. */
class FakeProcesses {
  readonly running = new Map<string, FakeProcess>()
  launches: string[] = []
  #pid = 100

  launch(id: string): Launch {
    return (events) => {
      this.launches.push(id)
      this.#pid += 1
      const end = () => {
        if (this.running.get(id) !== process) return
        this.running.delete(id)
        events.ended()
      }
      const process: FakeProcess = {
        pid: this.#pid,
        signals: [],
        obedient: true,
        ready: () => events.ready(5000 + process.pid),
        end,
        terminate: () => {
          process.signals.push('SIGTERM')
          if (process.obedient) queueMicrotask(end)
        },
        kill: () => {
          process.signals.push('SIGKILL')
          queueMicrotask(end)
        },
        freeze: () => void process.signals.push('SIGSTOP'),
        thaw: () => void process.signals.push('SIGCONT'),
      }
      this.running.set(id, process)
      return process
    }
  }

  get(id: string): FakeProcess {
    const process = this.running.get(id)
    if (process === undefined) throw new Error(`${id} is not running`)
    return process
  }
}

interface FakeProcess {
  readonly pid: number
  readonly signals: string[]
  /** Whether it ends when asked to. */
  obedient: boolean
  ready(): void
  end(): void
  terminate(): void
  kill(): void
  freeze(): void
  thaw(): void
}

let timers: FakeTimers
let processes: FakeProcesses
let supervisor: Supervisor
let changes: number

beforeEach(() => {
  timers = new FakeTimers()
  processes = new FakeProcesses()
  changes = 0
  supervisor = new Supervisor({
    services: topology,
    engines: [
      { name: 'postgres', version: '18.4', port: 5432, launch: processes.launch('postgres-1') },
      { name: 'redis', version: '7.2', port: 6379, launch: undefined },
    ],
    version: '0.1.0',
    launch: (_service, id) => processes.launch(id),
    timers,
    onChange: () => {
      changes += 1
    },
  })
  supervisor.start()
})

const view = (id: string) => supervisor.instances().find((instance) => instance.id === id)
const ids = (service: string) =>
  supervisor
    .instances()
    .filter((instance) => instance.service === service)
    .map(({ id }) => id)
const microtasks = () => new Promise((resolve) => setImmediate(resolve))
const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'accepted'
}

describe('a start', () => {
  it('launches every instance of the topology at once', () => {
    expect(processes.launches).toEqual([
      'postgres-1',
      'payments-1',
      'inventory-1',
      'inventory-2',
      'orders-1',
      'orders-2',
      'gateway-1',
      'web-1',
    ])
  })

  it('shows an instance as starting without a port, and as ready with the port that it reported', () => {
    expect(view('orders-1')).toMatchObject({ state: 'starting', port: null, restarts: 0, version: '0.1.0' })
    processes.get('orders-1').ready()
    expect(view('orders-1')).toMatchObject({ state: 'ready', port: 5000 + processes.get('orders-1').pid })
  })

  it('kills an instance that is not ready in a minute, and tries again', async () => {
    const first = processes.get('orders-1')
    timers.pass(60_000)
    await microtasks()
    expect(first.signals).toEqual(['SIGKILL'])
    timers.pass(250)
    expect(view('orders-1')).toMatchObject({ state: 'starting', restarts: 1 })
  })

  it('names what is waited for until it is ready', () => {
    for (const process of [...processes.running.values()]) process.ready()
    expect(supervisor.waitingFor()).toEqual([])
    processes.get('web-1').end()
    expect(supervisor.waitingFor().map(({ id }) => id)).toEqual(['web-1'])
  })
})

describe('a crash', () => {
  it('is followed by a restart after 250 ms with a new pid', () => {
    const before = processes.get('orders-1').pid
    processes.get('orders-1').end()
    expect(view('orders-1')).toMatchObject({ state: 'dead', pid: null, port: null })
    timers.pass(249)
    expect(view('orders-1')?.state).toBe('dead')
    timers.pass(1)
    expect(view('orders-1')).toMatchObject({ state: 'starting', restarts: 1 })
    expect(processes.get('orders-1').pid).not.toBe(before)
  })

  it('doubles the delay up to 5 s while it repeats, and starts over after ten healthy seconds', () => {
    const delays = [250, 500, 1000, 2000, 4000, 5000, 5000]
    for (const delayMs of delays) {
      processes.get('orders-1').ready()
      processes.get('orders-1').end()
      timers.pass(delayMs - 1)
      expect(processes.running.has('orders-1')).toBe(false)
      timers.pass(1)
    }
    processes.get('orders-1').ready()
    timers.pass(10_000)
    processes.get('orders-1').end()
    timers.pass(250)
    expect(view('orders-1')).toMatchObject({ state: 'starting', restarts: delays.length + 1 })
  })

  it('of an engine that nobody asked for is followed by a restart too', () => {
    processes.get('postgres-1').end()
    timers.pass(250)
    expect(processes.running.has('postgres-1')).toBe(true)
  })
})

describe('kill', () => {
  it('shows a service dead at once and brings it back', async () => {
    processes.get('orders-1').ready()
    expect(supervisor.act('orders-1', 'kill')).toMatchObject({ id: 'orders-1', state: 'dead', pid: null })
    await microtasks()
    timers.pass(250)
    expect(view('orders-1')?.state).toBe('starting')
  })

  it('leaves an engine dead until start', async () => {
    supervisor.act('postgres', 'kill')
    await microtasks()
    timers.pass(60_000)
    expect(view('postgres-1')?.state).toBe('dead')
    supervisor.act('postgres', 'start')
    expect(view('postgres-1')).toMatchObject({ state: 'starting', restarts: 1 })
  })

  it('reaches a frozen instance', async () => {
    supervisor.act('orders-1', 'freeze')
    supervisor.act('orders-1', 'kill')
    await microtasks()
    timers.pass(250)
    expect(view('orders-1')?.state).toBe('starting')
  })
})

describe('drain', () => {
  it('asks the process to end and leaves the slot dead until start', async () => {
    processes.get('orders-1').ready()
    expect(supervisor.act('orders-1', 'drain').state).toBe('draining')
    await microtasks()
    timers.pass(60_000)
    expect(view('orders-1')?.state).toBe('dead')
    supervisor.act('orders-1', 'start')
    expect(view('orders-1')?.state).toBe('starting')
  })

  it('kills a process that does not end', async () => {
    const stubborn = processes.get('orders-1')
    stubborn.obedient = false
    supervisor.act('orders-1', 'drain')
    timers.pass(15_000)
    await microtasks()
    expect(stubborn.signals).toEqual(['SIGTERM', 'SIGKILL'])
  })

  it('thaws a frozen process, or it could not end', () => {
    supervisor.act('orders-1', 'freeze')
    supervisor.act('orders-1', 'drain')
    expect(processes.get('orders-1').signals).toEqual(['SIGSTOP', 'SIGCONT', 'SIGTERM'])
  })

  it('cancels a restart that was due', () => {
    processes.get('orders-1').end()
    supervisor.act('orders-1', 'drain')
    timers.pass(60_000)
    expect(processes.running.has('orders-1')).toBe(false)
  })

  it('followed by start while it drains brings a new process as soon as the old one is gone', async () => {
    supervisor.act('orders-1', 'drain')
    supervisor.act('orders-1', 'start')
    await microtasks()
    timers.pass(250)
    expect(view('orders-1')?.state).toBe('starting')
  })
})

describe('freeze and thaw', () => {
  it('return to the state before, and no start limit runs meanwhile', async () => {
    const process = processes.get('orders-1')
    supervisor.act('orders-1', 'freeze')
    timers.pass(600_000)
    expect(view('orders-1')?.state).toBe('frozen')
    expect(supervisor.act('orders-1', 'thaw').state).toBe('starting')
    expect(process.signals).toEqual(['SIGSTOP', 'SIGCONT'])
  })

  it('lose no ready that arrives between', () => {
    supervisor.act('orders-1', 'freeze')
    processes.get('orders-1').ready()
    expect(view('orders-1')?.state).toBe('frozen')
    expect(supervisor.act('orders-1', 'thaw').state).toBe('ready')
  })

  it('refuse a dead instance', () => {
    processes.get('orders-1').end()
    expect(refusal(() => supervisor.act('orders-1', 'freeze'))).toBe('not_running')
  })
})

describe('scale', () => {
  it('adds the missing and drains the highest, which leave the list when they are gone', async () => {
    supervisor.scale('orders', 4)
    expect(ids('orders')).toEqual(['orders-1', 'orders-2', 'orders-3', 'orders-4'])
    supervisor.scale('orders', 1)
    expect(view('orders-4')?.state).toBe('draining')
    await microtasks()
    expect(ids('orders')).toEqual(['orders-1'])
  })

  it('starts newcomers as another version, and leaves the others as they are', () => {
    supervisor.scale('orders', 3, { version: '2.0.0', weight: 0.25 })
    const usual = view('orders-1')?.version
    expect([view('orders-2')?.version, view('orders-3')?.version]).toEqual([usual, '2.0.0'])
  })

  it('starts a drained slot again, and prefers live ones when it shrinks', async () => {
    supervisor.act('orders-1', 'drain')
    await microtasks()
    expect(ids('orders')).toEqual(['orders-1', 'orders-2'])
    supervisor.scale('orders', 1)
    expect(ids('orders')).toEqual(['orders-2'])
    supervisor.scale('orders', 2)
    expect(ids('orders')).toEqual(['orders-1', 'orders-2'])
  })

  it('keeps a slot that grows back while it drains', async () => {
    supervisor.scale('orders', 1)
    supervisor.scale('orders', 2)
    await microtasks()
    timers.pass(250)
    expect(view('orders-2')).toMatchObject({ state: 'starting', restarts: 1 })
  })

  it('keeps a slot that is started while it leaves, and has one process for it', async () => {
    supervisor.scale('orders', 1)
    supervisor.act('orders-2', 'start')
    await microtasks()
    timers.pass(250)
    expect(view('orders-2')).toMatchObject({ state: 'starting', pid: processes.get('orders-2').pid })
    const launches = processes.launches.length
    supervisor.scale('orders', 2)
    expect(processes.launches.length).toBe(launches)
    await supervisor.stop(5_000)
    expect(processes.running.size).toBe(0)
  })

  it.each([
    ['payments', 2, 'not_scalable'],
    ['redis', 2, 'not_scalable'],
    ['nonsense', 2, 'not_found'],
    ['orders', 9, 'invalid_input'],
    ['orders', -1, 'invalid_input'],
    ['orders', 1.5, 'invalid_input'],
  ])('refuses %s × %d', (service, instances, code) => {
    expect(refusal(() => supervisor.scale(service, instances))).toBe(code)
  })
})

describe('an engine that was brought', () => {
  it('is listed without a pid and left alone', () => {
    expect(view('redis-1')).toMatchObject({ state: 'ready', pid: null, port: 6379 })
    expect(refusal(() => supervisor.act('redis', 'kill'))).toBe('not_ours')
  })
})

describe('a stop', () => {
  it('ends what leans on others first, the engines last, and starts nothing any more', async () => {
    const ended: string[] = []
    for (const [id, process] of processes.running) {
      const terminate = process.terminate
      process.terminate = () => {
        ended.push(id)
        terminate()
      }
    }
    await supervisor.stop(5_000)
    expect(ended).toEqual([
      'web-1',
      'gateway-1',
      'orders-1',
      'orders-2',
      'inventory-1',
      'inventory-2',
      'payments-1',
      'postgres-1',
    ])
    expect(processes.running.size).toBe(0)
    expect(refusal(() => supervisor.act('orders-1', 'start'))).toBe('not_running')
  })

  it('kills what has not ended within its grace', async () => {
    processes.get('gateway-1').obedient = false
    const stopped = supervisor.stop(5_000)
    await microtasks()
    expect(processes.running.has('gateway-1')).toBe(true)
    timers.pass(5_000)
    await stopped
    expect(processes.running.size).toBe(0)
  })
})

it('reports every change of state', () => {
  const before = changes
  processes.get('orders-1').ready()
  processes.get('orders-1').end()
  timers.pass(250)
  expect(changes - before).toBe(3)
})
