import type { Sample } from './interleave.ts'

/** Does the same thing again and again, one after the other; per operation: CPU of this whole process, and the median wait. */
export async function measureWaits(times: number, work: (turn: number) => Promise<unknown>): Promise<Sample> {
  const waits = new Float64Array(times)
  const before = process.cpuUsage()
  for (let turn = 0; turn < times; turn++) {
    const startedMs = performance.now()
    await work(turn)
    waits[turn] = performance.now() - startedMs
  }
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / times, p50: (waits.sort()[times >> 1] ?? Number.NaN) * 1_000 }
}

/** Does the same thing so many times, `width` of them at once; how many in a second. */
export async function measureRate(
  times: number,
  work: (turn: number) => Promise<unknown>,
  { width = 16 }: { width?: number } = {},
): Promise<Sample> {
  let turn = 0
  const startedMs = performance.now()
  const worker = async () => {
    while (turn < times) await work(turn++)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return { perSecond: perSecond(times, startedMs) }
}

/** So many since a moment of `performance.now()`. */
export const perSecond = (count: number, sinceMs: number): number => (count * 1_000) / (performance.now() - sinceMs)

/** For what is too quick to be timed alone: the CPU of one, out of all. What else the machine does is no part of it. */
export async function measureTogether(times: number, work: (turn: number) => unknown): Promise<Sample> {
  const before = process.cpuUsage()
  for (let turn = 0; turn < times; turn++) {
    const pending = work(turn)
    if (pending instanceof Promise) await pending
  }
  const { user, system } = process.cpuUsage(before)
  return { each: (user + system) / times }
}
