import { check } from '@switchyard/checker/check'
import type { World } from './world.ts'

/** What the checker knows and no double has: the read models are SQL from end to end. */
const notSimulated = ['read models are the fold of the events']

/** Everything that is wrong with a world at rest: the checker's invariants, and what only a simulation sees. */
export async function judge(world: World): Promise<string[]> {
  const { orders, stock, bank, messages, clock, mistakes } = world
  const buried = [...messages.orders.buried, ...messages.inventory.buried]
  const { invariants } = await check({
    ...{ clock, sinceMs: 0, atRest: true },
    books: {
      orders: async () => ({
        ...{ orders: orders.facts(), isLast: true },
        ...{ sent: messages.orders.sentFacts(), buried: messages.orders.buried },
      }),
      stockroom: async () => ({
        ...{ reservations: stock.facts(), sent: messages.inventory.sentFacts(), buried: messages.inventory.buried },
      }),
      piles: async () => stock.pileFacts(),
      ledger: async () => bank.books.entries,
    },
  })
  const broken = invariants.filter((one) => one.broken > 0 && !notSimulated.includes(one.name))
  return [
    ...broken.map(({ name, examples }) => `${name}: ${examples[0]}`),
    ...buried.map(({ queue, reason }) => `nothing is given up: ${queue}: ${reason}`),
    ...mistakes.map((mistake) => `nobody fails: ${mistake}`),
    ...world.broken,
    ...brokenPromises(world),
  ]
}

/** Who was told that an order is cancelled or returned finds it so. */
function brokenPromises(world: World): string[] {
  return world.buyers.flatMap(({ promise }) => {
    const status = promise && world.statusOf(promise.orderId)
    return !promise || status === promise.status
      ? []
      : [`what was answered is true: an order was answered ${promise.status} and is ${status}`]
  })
}
