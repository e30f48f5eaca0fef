import { loadIdentity } from '@switchyard/rpc/tokens'
import type { Case } from '../case.ts'
import { figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureTogether } from '../measure.ts'

const checks = 5_000
const newTokens = 100

/** Checking who calls: a token that was seen before, and one that was not. */
export const tokens: Case = {
  name: 'tokens',
  async run({ rounds, share, secretsDir, clock }) {
    const gateway = await loadIdentity({ service: 'gateway', secretsDir, clock })
    const orders = await loadIdentity({ service: 'orders', secretsDir, clock })
    const from = ['gateway']
    const known = await gateway.tokenFor('orders', { kind: 'guest', id: 'known' })
    let guests = 0
    const mint = (count: number) =>
      Promise.all(
        Array.from({ length: count }, () => gateway.tokenFor('orders', { kind: 'guest', id: `g${guests++}` })),
      )
    const samples = await interleave(
      {
        cached: () => measureTogether(Math.ceil(checks * share), () => orders.verify(known, { from })),
        uncached: async () => {
          const minted = await mint(Math.ceil(newTokens * share))
          return await measureTogether(minted.length, (n) => orders.verify(minted[n] ?? '', { from }))
        },
        own: () =>
          measureTogether(Math.ceil(checks * share), () => gateway.tokenFor('orders', { kind: 'guest', id: 'known' })),
      },
      rounds,
    )
    return [
      figureOf('checking a token that was seen before', of(samples.cached, 'each'), 10),
      figureOf('checking a new token', of(samples.uncached, 'each')),
      figureOf('finding one’s own token for a call', of(samples.own, 'each'), 10),
    ]
  },
}
