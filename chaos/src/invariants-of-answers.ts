import type { Facts, Invariant } from './facts.ts'

/**
 * What a buyer was told stays true. Everything that the shop can know of itself is left to its own checker
 * (`packages/checker`), which sees every book; these need to know what was sent and what was answered.
 */
export const invariantsOfAnswers: readonly Invariant[] = [
  {
    name: 'no order is lost',
    guarantee: 'Every order that was acknowledged is there.',
    find: ({ acknowledged, orders }) =>
      acknowledged
        .filter(({ answer }) => !orders.has(answer.orderId))
        .map(({ answer, key }) => `order ${answer.orderId} (key ${key}) was acknowledged and is not to be found`),
  },
  {
    name: 'no order is doubled',
    guarantee: 'The shop has as many orders more as it has acknowledged: none that nobody was told of.',
    find: ({ acknowledged, written }) =>
      written === undefined || written === acknowledged.length
        ? []
        : [`${written} orders were written, and ${acknowledged.length} were acknowledged`],
  },
  {
    name: 'every outcome can be learnt',
    guarantee: 'A client that got no answer learns the outcome by sending its key again.',
    find: ({ unsettled }) => unsettled.map((key) => `nobody can tell what became of key ${key}`),
  },
  {
    name: 'one answer a key',
    guarantee: 'A key that is sent again gets its first answer, byte for byte, and no two keys share an order.',
    find: ({ acknowledged, replays }) => [
      ...acknowledged
        .filter(({ key, text }) => replays.has(key) && replays.get(key) !== text)
        .map(({ key, text }) => `key ${key} was answered ${text} and then ${replays.get(key)}`),
      ...acknowledged
        .filter(({ key }) => !replays.has(key))
        .map(({ key }) => `key ${key} got no answer when it was sent again`),
      ...repeated(acknowledged.map(({ answer }) => answer.orderId)).map((id) => `order ${id} belongs to two keys`),
    ],
  },
  {
    name: 'an order is what was asked for',
    guarantee: 'Lines, total and buyer are those of the request, and of nobody else’s.',
    find: ({ acknowledged, orders }) =>
      acknowledged.flatMap(({ wanted, answer }) => {
        const order = orders.get(answer.orderId)
        if (order === undefined) return []
        return [
          ...(order.contact.email === wanted.contact.email ? [] : [`order ${order.orderId} is somebody else’s`]),
          ...(order.total.amount === answer.total.amount ? [] : [`order ${order.orderId} changed its total`]),
          ...(linesOf(order.lines) === linesOf(wanted.lines) ? [] : [`order ${order.orderId} has other lines`]),
        ]
      }),
  },
  {
    name: 'nobody sees what is another’s',
    guarantee: 'No answer ever shows the marker of another buyer.',
    find: ({ strays }) => [...strays],
  },
]

/** A broken invariant, by name, and one place where it is broken. */
export interface Violation {
  readonly invariant: string
  readonly what: string
}

/** Holds the facts to every invariant of answers; empty when all hold. */
export function violationsIn(facts: Facts): Violation[] {
  return invariantsOfAnswers.flatMap(({ name, find }) => find(facts).map((what) => ({ invariant: name, what })))
}

function linesOf(lines: readonly { sku: string; quantity: number }[]): string {
  return lines
    .map(({ sku, quantity }) => `${quantity} × ${sku}`)
    .sort()
    .join(', ')
}

function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>()
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))]
}
