import assert from 'node:assert/strict'
import type { ConsumeOptions, Engine } from '../engine.ts'
import { engineGuarantees } from './engine-conformance.ts'
import type { Subject } from './guarantee.ts'

/** A fault that is put into an engine on purpose, and the guarantee that has to notice it. */
export interface Defect {
  title: string
  /** The beginning of a guarantee's title. */
  breaks: string
  plant(engine: Engine): Engine
}

const receiving = (
  engine: Engine,
  change: (receive: ConsumeOptions['receive']) => ConsumeOptions['receive'],
): Engine => ({
  ...engine,
  consume: (queue, options) => engine.consume(queue, { ...options, receive: change(options.receive) }),
})

/** Seeded faults that any engine may have; each must break the guarantee that it names, or the guarantees prove nothing. */
export const engineDefects: readonly Defect[] = [
  {
    title: 'an acknowledgement before the effect',
    breaks: 'brings a failed letter again',
    plant: (engine) => receiving(engine, (receive) => async (arrival) => void receive(arrival).catch(() => undefined)),
  },
  {
    title: 'a new id for each time of sending',
    breaks: 'holds a letter once',
    plant: (engine) => ({
      ...engine,
      send: (queue, letters) =>
        engine.send(
          queue,
          letters.map((letter) => ({ ...letter, id: crypto.randomUUID() })),
        ),
    }),
  },
  {
    title: 'a letter that everybody says is on its way',
    breaks: 'says what became of letters',
    plant: (engine) => ({ ...engine, states: async (_, ids) => ids.map(() => 'waiting') }),
  },
  {
    title: 'a moment that has not come, taken for a failure',
    breaks: 'brings a letter again that was put off',
    plant: (engine) =>
      receiving(
        engine,
        (receive) => (arrival) =>
          receive(arrival).catch((error: unknown) => {
            throw new Error(String(error))
          }),
      ),
  },
  {
    title: 'letters that fail because another did',
    breaks: 'brings what failed or was put off',
    plant: (engine) =>
      receiving(engine, (receive) => {
        let hasFailed = false
        return async (arrival) => {
          await receive(arrival).catch((error: unknown) => {
            hasFailed = true
            throw error
          })
          if (hasFailed) throw new Error('in bad company')
        }
      }),
  },
  {
    title: 'one queue for everything',
    breaks: 'keeps queues apart',
    plant: (engine) => {
      const name = (queue: string) => queue.split('.', 1)[0] ?? ''
      return {
        ...engine,
        send: (queue, letters) => engine.send(name(queue), letters),
        states: (queue, ids) => engine.states(name(queue), ids),
        consume: (queue, options) => engine.consume(name(queue), options),
      }
    },
  },
]

/** For what a defect keeps from ever happening. */
const shortPatienceMs = 5_000

/** Proves that a defect is noticed: resolves when the guarantee that it names rejects. */
export async function proveCaught({ plant, breaks }: Defect, subject: Subject): Promise<void> {
  const guarantee = engineGuarantees.find(({ title }) => title.startsWith(breaks))
  assert.ok(guarantee, `there is no guarantee "${breaks}…"`)
  await assert.rejects(
    guarantee.prove({
      ...subject,
      engine: plant(subject.engine),
      other: plant(subject.other),
      patienceMs: shortPatienceMs,
    }),
    assert.AssertionError,
  )
}
