import assert from 'node:assert/strict'
import type { Arrival, ConsumeOptions, Consumer, Engine, Letter } from '../engine.ts'

/** Two processes' engines on the same queues, under proof. */
export interface Subject {
  engine: Engine
  other: Engine
  /** A queue that nobody has used. */
  queue: string
  /** Letters that share a job, if they do. */
  together?: number
  /** Lets time pass as the engine sees it. */
  wait(ms: number): Promise<void>
  /** How long something may take; longer than any rest between two tries of these proofs. */
  patienceMs?: number
}

/** One promise, with its proof. */
export interface Guarantee {
  title: string
  /** Rejects when the engine breaks it. */
  prove(subject: Subject): Promise<void>
}

/** With room for a slow machine. */
const longPatienceMs = 15_000
const stepMs = 25

export const letterOf = (over: Partial<Letter> = {}): Letter => ({
  ...{ id: crypto.randomUUID(), name: 'shop.packed', from: 'shop', payload: { lines: [{ sku: 'ä “a2”', n: 1 }] } },
  ...{ traceparent: null, ...over },
})
export const lettersOf = (count: number) => Array.from({ length: count }, () => letterOf())
export const idsOf = (letters: readonly { id: string }[]) => letters.map(({ id }) => id)

export async function until(subject: Subject, what: string, check: () => boolean | Promise<boolean>) {
  const { wait, patienceMs = longPatienceMs } = subject
  for (let waited = 0; waited < patienceMs; waited += stepMs) {
    if (await check()) return
    await wait(stepMs)
  }
  assert.fail(`never: ${what}`)
}

/** A consumer whose letters end when the proof says so. */
export function inHand(engine: Engine, queue: string, concurrency = 1) {
  const taken: (Arrival & { end: () => void; fail: (error: Error) => void })[] = []
  const receive = (arrival: Arrival) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    taken.push({ ...arrival, end: resolve, fail: reject })
    return promise
  }
  return { taken, consumer: engine.consume(queue, consuming(receive, concurrency)) }
}

export const consuming = (receive: ConsumeOptions['receive'], concurrency = 1): ConsumeOptions => ({
  ...{ concurrency, receive, abandoned: async () => undefined },
})
export const stateIn = async (engine: Engine, queue: string, id: string) => (await engine.states(queue, [id]))[0]
export const closeAll = (consumers: readonly Consumer[]) => Promise.all(consumers.map((consumer) => consumer.close()))
