import type { Case } from '../case.ts'
import { addedBy, figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { openPost, type Poison } from '../poisoned-post.ts'

const messages = 10_000
/** A part of what the others wait anyway. */
const delayMax = 0.05

/** Every tenth of 10,000 messages cannot be applied: how much longer do the others wait than among their like? */
export const poison: Case = {
  name: 'poison',
  async run({ rounds, share, clock, databaseUrl, redisUrl }) {
    await using post = await openPost({ clock, databaseUrl: await databaseUrl(), redisUrl: await redisUrl() })
    const lane = (kind: Poison) => async () => {
      const { waitsMs, dead } = await post.carry({ messages: Math.ceil(messages * share), poison: kind })
      const sorted = waitsMs.toSorted((a, b) => a - b)
      const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? Number.NaN) * 1_000
      return { p50: at(0.5), p95: at(0.95), dead }
    }
    const samples = await interleave(
      { none: lane('none'), unreadable: lane('unreadable'), failing: lane('failing') },
      rounds,
    )
    const usual = ['p50', 'p95'].map((name) =>
      figureOf(`one of 10,000 messages waits, ${name}`, of(samples.none, name)),
    )
    const added = (kind: 'unreadable' | 'failing', what: string) =>
      ['p50', 'p95'].map((name, index) => {
        const goal = delayMax * (usual[index]?.median ?? Number.NaN)
        return figureOf(`${what}, ${name}`, addedBy(samples[kind], samples.none, name), goal)
      })
    return [
      ...usual,
      ...added('unreadable', 'longer, when 1,000 of them cannot be read'),
      ...added('failing', 'longer, when 1,000 of them fail eight tries'),
    ]
  },
}
