import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Bench, Case } from '../case.ts'
import { Connections, type Crowd, sendAt, sendInTurn } from '../crowd.ts'
import { figureOf, of } from '../figure.ts'
import type { Sample } from '../interleave.ts'

const phaseMs = 4_000
/** As an ingress has them: a loop accepts one connection a turn, and this is about requests. */
const connectionsHeld = 1_000
/** An answer that is later than this helps nobody. */
const inTimeMs = 1_000
const stock = '/api/v2/stock/a-a3'
const bag = '/trpc/v2/cart.get?input=%7B%7D'
/** Every fiftieth looks into the bag, the others browse. */
const pathOf = (n: number) => (n % 50 === 0 ? bag : stock)

/** A gateway whose answers take two milliseconds of CPU, asked for once, three times and ten times what it can do at most. */
export const overload: Case = {
  name: 'overload',
  async run(bench) {
    const samples: Sample[] = []
    for (let round = 0; round < bench.rounds; round++) samples.push(await oneRound(bench))
    const figure = (what: string, name: string, unit: 'µs' | '/s' | '×', goal?: number) =>
      figureOf(what, of(samples, name), goal, unit)
    return [
      figure('answered at the peak, sixteen at once', 'peak', '/s'),
      figure('answered in time at 1 × the peak, of the peak', 'good1', '×'),
      figure('answered in time at 3 × the peak, of the peak', 'good3', '×', 0.85),
      figure('answered in time at 10 × the peak, of the peak', 'good10', '×', 0.65),
      figure('answered by a second of the gateway’s CPU at 10 ×, of the same at the peak', 'work10', '×'),
      figure('a refusal at 3 ×, p50', 'refusedAt3p50', 'µs'),
      figure('a refusal at 3 ×, p99', 'refusedAt3p99', 'µs', 50_000),
      figure('a refusal at 10 ×, p50', 'refused50', 'µs'),
      figure('a refusal at 10 ×, p99', 'refused99', 'µs', 50_000),
      figure('looks into the bag that were let in at 10 ×', 'bags', '×', 0.99),
      figure('from the end of 10 × to the last refusal at half the peak', 'recovered', 'µs', 5_000_000),
      figure('a refusal, CPU of the gateway', 'refusal', 'µs'),
      figure('CPU of who asks at the peak, of one core', 'askingAtPeak', '×'),
      figure('CPU of who asks at 10 ×, of one core', 'asking', '×'),
      figure('CPU of whatever else ran at the peak, of one core', 'elseAtPeak', '×'),
      figure('CPU of whatever else ran at 10 ×, of one core', 'else', '×'),
      figure('requests at 10 × for which no connection was left, of all', 'unsent', '×'),
    ]
  },
}

async function oneRound({ share }: Bench): Promise<Sample> {
  await using gateway = await startGateway()
  const connections = new Connections(gateway.port)
  const forMs = Math.ceil(phaseMs * share)
  await connections.hold(Math.ceil(connectionsHeld * share), stock)
  const usual = () => sendInTurn(16, { forMs, connections, path: stock })
  await usual()
  const peak = await gateway.during(usual)
  const perSecond = goodOf(peak.crowd, forMs)
  const at = (times: number) => gateway.during(() => sendAt(perSecond * times, { forMs, connections, pathOf }))
  const one = await at(1)
  const three = await at(3)
  const ten = await at(10)
  const after = await sendAt(perSecond / 2, { forMs: Math.max(forMs, 1_000), connections, pathOf })
  await gateway.ask('shut')
  const refused = await gateway.during(usual)
  connections.close()
  const bags = ten.crowd.answers.filter(({ path }) => path === bag)
  const [soon, waits] = [refusalsOf(three.crowd), refusalsOf(ten.crowd)]
  return {
    peak: perSecond,
    good1: goodOf(one.crowd, forMs) / perSecond,
    good3: goodOf(three.crowd, forMs) / perSecond,
    good10: goodOf(ten.crowd, forMs) / perSecond,
    work10: goodOf(ten.crowd, forMs) / ten.cpuUs / (perSecond / peak.cpuUs),
    refusedAt3p50: soon(0.5),
    refusedAt3p99: soon(0.99),
    refused50: waits(0.5),
    refused99: waits(0.99),
    bags: bags.filter(({ status }) => status === 200).length / bags.length,
    recovered: Math.max(0, ...after.answers.filter(({ status }) => status !== 200).map(({ atMs }) => atMs)) * 1_000,
    refusal: refused.cpuUs / refused.crowd.answers.length,
    askingAtPeak: peak.asking,
    asking: ten.asking,
    elseAtPeak: peak.else,
    else: ten.else,
    unsent: ten.crowd.unsent / (ten.crowd.unsent + ten.crowd.answers.length),
  }
}

/** Answers in time, a second; what comes after its phase is not counted. */
const goodOf = ({ answers }: Crowd, forMs: number) =>
  (answers.filter(({ status, ms, atMs }) => status === 200 && ms <= inTimeMs && atMs <= forMs).length * 1_000) / forMs

/** How long so much of the refusals took at most, in microseconds. */
function refusalsOf({ answers }: Crowd): (share: number) => number {
  const waits = answers.filter(({ status }) => status === 503).map(({ ms }) => ms)
  const sorted = waits.toSorted((a, b) => a - b)
  return (share) => (sorted[Math.floor(sorted.length * share)] ?? 0) * 1_000
}

/** How long all cores together have been at work, in microseconds. */
const machineUs = () =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + (user + nice + sys + irq) * 1_000, 0)

async function startGateway() {
  const child = fork(join(import.meta.dirname, '..', 'busy-gateway-process.ts'))
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const ask = async (what: 'shut' | 'cpu') => {
    const answered = once(child, 'message')
    child.send(what)
    const [{ cpuUs }] = (await answered) as [{ cpuUs: number }]
    return cpuUs
  }
  return {
    port,
    ask,
    /** What a crowd cost the gateway in microseconds of CPU; and, of one core, whoever asks, and whatever else ran meanwhile. */
    async during(send: () => Promise<Crowd>) {
      const [began, own, machine, beganMs] = [await ask('cpu'), process.cpuUsage(), machineUs(), performance.now()]
      const crowd = await send()
      const { user, system } = process.cpuUsage(own)
      const askingUs = user + system
      const [cpuUs, allUs] = [(await ask('cpu')) - began, machineUs() - machine]
      const tookUs = (performance.now() - beganMs) * 1_000
      return { crowd, cpuUs, asking: askingUs / tookUs, else: Math.max(0, allUs - cpuUs - askingUs) / tookUs }
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
