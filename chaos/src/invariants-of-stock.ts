import { type Facts, type Invariant, isSold, known } from './facts.ts'

/** Prints are neither made nor lost. */
export const invariantsOfStock: readonly Invariant[] = [
  {
    name: 'stock adds up',
    guarantee: 'onHand + sold = edition and available = onHand − reserved, none below zero, and no edition changes.',
    find: ({ stock }) =>
      stock
        .filter(({ before, after: { edition, onHand, reserved, sold, available } }) => {
          const equation = onHand + sold === edition && available === onHand - reserved
          return !equation || Math.min(onHand, reserved, sold, available) < 0 || edition !== before.edition
        })
        .map(({ after }) => `${after.sku} has ${JSON.stringify(after)}`),
  },
  {
    name: 'sold is what was ordered',
    guarantee: 'As many prints are sold more as confirmed orders have.',
    find: (facts) => {
      const ordered = orderedIn(facts)
      return facts.stock
        .filter(({ before, after }) => after.sold - before.sold !== (ordered.get(after.sku) ?? 0))
        .map(({ before, after: { sku, sold } }) => {
          return `${sku}: ${sold - before.sold} more are sold, and confirmed orders have ${ordered.get(sku) ?? 0}`
        })
    },
  },
  {
    name: 'nothing stays reserved',
    guarantee: 'Once every order has ended, no more is held than before.',
    find: ({ stock }) =>
      stock
        .filter(({ before, after }) => after.reserved !== before.reserved)
        .map(({ before, after }) => `${after.sku}: ${after.reserved} reserved, ${before.reserved} before`),
  },
  {
    name: 'every print is one buyer’s',
    guarantee: 'A confirmed order has as many edition numbers as prints, and no number was given twice.',
    find: (facts) => {
      const owners = new Map<string, string>()
      const lines = known(facts).flatMap(({ order }) =>
        isSold(order) ? order.lines.map((line) => ({ ...line, orderId: order.orderId })) : [],
      )
      return lines.flatMap(({ orderId, sku, quantity, numbers }) => [
        ...(numbers.length === quantity
          ? []
          : [`order ${orderId} has ${numbers.length} numbers for ${quantity} of ${sku}`]),
        ...numbers
          .filter((number) => isTaken(owners, `${sku} no. ${number}`, orderId))
          .map((number) => `${sku} no. ${number} was given to ${orderId} and to another order`),
      ])
    },
  },
]

function orderedIn(facts: Facts): Map<string, number> {
  const ordered = new Map<string, number>()
  for (const { order } of known(facts)) {
    if (!isSold(order)) continue
    for (const { sku, quantity } of order.lines) ordered.set(sku, (ordered.get(sku) ?? 0) + quantity)
  }
  return ordered
}

/** Notes the owner of a print; true when it had one. */
function isTaken(owners: Map<string, string>, print: string, orderId: string): boolean {
  const had = owners.has(print)
  owners.set(print, orderId)
  return had
}
