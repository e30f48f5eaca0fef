/** What the page of an order says, in the shop's voice. */
import type { Order, OrderStatus, RejectionReason } from '@switchyard/contracts/orders'
import { isUnderWay, statusName, stepsDone } from './timeline'

/** The headline, and one sentence below it. */
export function headlineOf(order: Order): { title: string; lead: string } {
  const note = order.timeline.findLast((entry) => entry.status === order.status)?.note
  if (order.status === 'rejected') {
    const title = rejections[order.reason ?? 'out_of_stock']
    return { title, lead: after(title, note ?? 'Nothing was charged.') }
  }
  if (order.status === 'cancelled') return { title: 'Cancelled, as you asked.', lead: backInWords(order) }
  if (order.status === 'returned') return { title: 'Returned, as you asked.', lead: backInWords(order) }
  if (order.status === 'confirmed') {
    return { title: confirmedInWords(order), lead: 'A mail with your numbers lies in the local mailbox.' }
  }
  return { title: titles[order.status], lead: isUnderWay(order.status) ? movesByItself : mayReturn }
}

/** A note that begins with the headline need not say it twice. */
const after = (title: string, note: string) => (note.startsWith(title) ? note.slice(title.length).trim() : note)

const movesByItself = 'This page moves by itself. You can close it; a mail follows when it is confirmed.'

const mayReturn = 'If it is not what you hoped for, send it back from here: prints and money change places again.'

const titles: Record<Exclude<OrderStatus, 'rejected' | 'cancelled' | 'returned' | 'confirmed'>, string> = {
  pending: 'We have your order.',
  reserved: 'Set aside for you.',
  paid: 'Paid. Now we number it.',
  shipped: 'On its way to you.',
  delivered: 'At your door.',
}

const rejections: Record<RejectionReason, string> = {
  out_of_stock: 'Someone was quicker.',
  payment_declined: 'The bank said no.',
  payment_unavailable: 'The bank did not answer.',
}

function confirmedInWords({ lines }: Order): string {
  const [line, ...others] = lines
  if (!line || others.length > 0 || line.numbers.length === 0) return 'Confirmed: your prints are numbered.'
  return `Confirmed: you have ${numbersInWords(line.numbers, line.edition)}.`
}

/** What has come back so far, from the order's own history. */
function backInWords({ timeline, status }: Order): string {
  const back = timeline.filter((entry) => entry.status === status).slice(1)
  const told = back.flatMap(({ note }) => note ?? [])
  return told.length > 0 ? told.join(' ') : 'Prints and money are on their way back; this page tells when they are.'
}

/** "No. 64 of 100", "Nos. 64 and 65 of 100"; "number follows" as long as there is none. */
export function numbersInWords(numbers: readonly number[], edition: number): string {
  if (numbers.length === 0) return 'number follows'
  const listed = numbers.length < 2 ? numbers.join() : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
  return `${numbers.length > 1 ? 'Nos.' : 'No.'} ${listed} of ${edition}`
}

/** What stands in the seal: the step, and once there is one, the number in the works' voice. */
export function sealOf(order: Order): { title: string; caption: string; voice: 'house' | 'works' } {
  const done = stepsDone(order.timeline)
  const [line] = order.lines
  const [number] = line?.numbers ?? []
  const single = order.lines.length === 1 && line?.numbers.length === 1
  if (order.status === 'rejected')
    return { title: 'Rejected', caption: reasons[order.reason ?? 'out_of_stock'], voice: 'house' }
  if (order.status === 'cancelled') return { title: 'Cancelled', caption: `after step ${done} of 4`, voice: 'house' }
  if (order.status === 'returned') return { title: 'Returned', caption: 'prints and money', voice: 'house' }
  if (number !== undefined && line && single)
    return { title: `No. ${number}`, caption: `of ${line.edition}`, voice: 'works' }
  return { title: statusName[order.status], caption: `step ${done} of 4`, voice: 'house' }
}

const reasons: Record<RejectionReason, string> = {
  out_of_stock: 'out of stock',
  payment_declined: 'payment declined',
  payment_unavailable: 'payment unavailable',
}
