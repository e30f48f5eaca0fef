import type { RejectionReason } from '@switchyard/contracts/orders'
import type { Numbers, RecordedLine } from './order.ts'

/** What an order's timeline says, in the shop's voice: what happened, and what it means for you. */
export const notes = {
  placed: 'We have your order.',
  reserved: 'Your prints are set aside for you.',
  paid: 'The bank said yes.',
  confirmed: (lines: readonly RecordedLine[], given: readonly Numbers[]) =>
    `Confirmed: you have ${numbered(lines, given)}.`,
  shipped: 'Your prints are on their way.',
  delivered: 'Delivered. Hang them well.',
  cancelled: 'Cancelled, as you asked.',
  returned: 'Returned, as you asked.',
  refunded: (cents: number) => `Refunded: ${euros(cents)} are on their way back to you.`,
  released: 'Your prints are back on the wall.',
} as const

/** Why an order was rejected. `charge`: whether money was taken, as far as anybody knows; `inTime`: it was refused, not given up. */
export function rejectionNote(
  reason: RejectionReason,
  { charge, inTime }: { charge: 'none' | 'open' | 'taken'; inTime: boolean },
): string {
  if (charge === 'taken') return 'Your prints were gone before they could be numbered. Your money is on its way back.'
  if (reason === 'payment_unavailable') {
    return charge === 'open'
      ? 'The bank did not answer for as long as we could hold your prints. Whatever was charged goes back.'
      : 'The bank could not be reached for as long as we could hold your prints. Nothing was charged.'
  }
  return inTime ? refusals[reason] : 'We took too long and could not hold your prints any longer. Nothing was charged.'
}

const refusals = {
  out_of_stock: 'Someone was quicker. Nothing was charged.',
  payment_declined: 'The bank said no. Nothing was charged, and your prints go back on the wall.',
}

/** Edition numbers as a person says them, e.g. `No. 64 of 100`; with titles when there is more than one print. */
export function numbered(lines: readonly RecordedLine[], given: readonly Numbers[]): string {
  const parts = lines.map(({ sku, title, edition }) => {
    const numbers = given.find((line) => line.sku === sku)?.numbers ?? []
    const which = `${numbers.length > 1 ? 'Nos.' : 'No.'} ${listed(numbers.map(String))} of ${edition}`
    return lines.length > 1 ? `${title} ${which}` : which
  })
  return listed(parts)
}

/** Cents as people write them, e.g. `€120.00`. */
export const euros = (cents: number): string => `€${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

/** `a`, `a and b`, `a, b and c`. */
const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
