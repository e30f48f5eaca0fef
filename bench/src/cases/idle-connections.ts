import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Case } from '../case.ts'
import { Connections } from '../crowd.ts'
import { figureOf, of } from '../figure.ts'
import type { Sample } from '../interleave.ts'

const connections = 10_000
const asked = 500
const stock = '/api/v2/stock/a-a3'

interface Told {
  rssKb: number
  connections: number
}

/** Ten thousand connections that have asked once and now say nothing: are they held, what does each cost, and how soon is a request among them answered? */
export const idleConnections: Case = {
  name: 'idle-connections',
  async run({ rounds, share }) {
    const samples: Sample[] = []
    for (let round = 0; round < rounds; round++) samples.push(await oneRound(Math.ceil(connections * share)))
    return [
      figureOf('idle connections that are held, of 10,000', of(samples, 'held'), 1, '×'),
      figureOf('memory for one of them', of(samples, 'memory'), 64, 'KB'),
      figureOf('a request of 2 ms among them, p50', of(samples, 'p50')),
      figureOf('idle connections that answer again afterwards, of all', of(samples, 'again'), 1, '×'),
    ]
  },
}

async function oneRound(count: number): Promise<Sample> {
  const child = fork(join(import.meta.dirname, '..', 'busy-gateway-process.ts'))
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const tell = async () => {
    const told = once(child, 'message')
    child.send('cpu')
    return (await told)[0] as Told
  }
  const busy = new Connections(port)
  const idle = new Connections(port)
  const waits: number[] = []
  const ask = async () => {
    for (let n = 0; n < Math.min(asked, count); n++) {
      const startedMs = performance.now()
      await busy.ask(stock)
      waits.push(performance.now() - startedMs)
    }
  }
  await ask()
  const before = await tell()
  await idle.hold(count, '/livez')
  const held = await tell()
  waits.length = 0
  await ask()
  const again = await idle.askAll('/livez')
  busy.close()
  idle.close()
  const gone = once(child, 'exit')
  child.disconnect()
  await gone
  return {
    held: (held.connections - before.connections) / count,
    memory: (held.rssKb - before.rssKb) / count,
    p50: (waits.toSorted((a, b) => a - b)[waits.length >> 1] ?? Number.NaN) * 1_000,
    again: again.filter((status) => status === 200).length / count,
  }
}
