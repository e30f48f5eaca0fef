import type { CopiesDelivered } from '@switchyard/contracts/copies'
import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { Goal } from '../goals'

/** What this page has observed of one order. */
export interface InboxStory {
  path: OrderPath | undefined
  /** What copies of its messages came to, press by press. */
  rounds: readonly Round[]
  /** Mails about it. */
  mails: number
}

/** One press: what it came to, and how the order stood then. */
export interface Round {
  delivered: CopiesDelivered
  status: OrderPath['status']
}

/** How often a message was put before its receiver, and how often that did something. */
export interface Tally {
  id: string
  name: string
  from: string
  queue: string
  appliedAt: string | null
  /** When each copy was taken, since it was sent; `null` as long as it was not. */
  copies: readonly (number | null)[]
  deliveries: number
}

/** What there is to see on this page. */
export function inboxGoals({ rounds, mails }: InboxStory): Goal[] {
  const tallies = talliesOf(rounds)
  const least = tallies.length > 0 ? Math.min(...tallies.map(({ deliveries }) => deliveries)) : 0
  const { rows, changed } = rowsOf(rounds)
  const late = rounds.filter(({ status }) => status === 'cancelled')
  return [
    {
      key: 'five',
      text: 'See every message of an order delivered five times',
      seen: least >= 5,
      figure: least > 0 ? `${least} times` : undefined,
    },
    {
      key: 'none',
      text: 'See that not a row about it has changed, in either database',
      seen: least >= 5 && rows > 0 && changed === 0,
      figure: rows > 0 ? `${changed} of ${rows} rows` : undefined,
    },
    {
      key: 'once',
      text: 'Find each message noted once, and one mail',
      seen: least >= 5 && tallies.every(({ appliedAt }) => appliedAt !== null) && mails === new Set(told(rounds)).size,
      figure: tallies.length > 0 ? `${mails} mails` : undefined,
    },
    {
      key: 'late',
      text: 'Cancel it, deliver the old reserve and charge again, and see that nothing comes of them',
      seen: late.length > 0 && rowsOf(late).rows > 0 && rowsOf(late).changed === 0,
    },
  ]
}

/** What became of the order; `null` before its messages came again. */
export function whatCameOfCopies({ rounds }: InboxStory): 'same' | 'again' | null {
  const { rows, changed } = rowsOf(rounds)
  if (rows === 0) return null
  return changed === 0 ? 'same' : 'again'
}

/** Each message with all its deliveries, in the order in which they took effect. */
export function talliesOf(rounds: readonly Round[]): Tally[] {
  const all = rounds.flatMap(({ delivered }) => delivered.messages)
  const tallies = [...Map.groupBy(all, ({ id, queue }) => `${id} ${queue}`).values()].flatMap((group) => {
    const last = group.at(-1)
    if (!last) return []
    const { id, name, from, queue, appliedAt } = last
    const copies = group.flatMap((one) => one.copies.map(({ afterMs }) => afterMs))
    const taken = copies.filter((afterMs) => afterMs !== null).length
    return [{ id, name, from, queue, appliedAt, copies, deliveries: taken + (appliedAt === null ? 0 : 1) }]
  })
  return tallies.sort((a, b) => (a.appliedAt ?? '').localeCompare(b.appliedAt ?? ''))
}

/** All rows about the order as the last press found them, and how many any press has changed. */
export function rowsOf(rounds: readonly Round[]): { rows: number; changed: number } {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    rows: sum(rounds.at(-1)?.delivered.tables.map(({ rows }) => rows) ?? []),
    changed: sum(rounds.flatMap(({ delivered }) => delivered.tables.map(({ changed }) => changed))),
  }
}

/** The mailroom writes one mail for each event that it hears. */
const told = (rounds: readonly Round[]) =>
  talliesOf(rounds)
    .filter(({ queue }) => queue === 'orders.mailroom')
    .map(({ id }) => id)
