import type { Fault } from '@switchyard/contracts/lab'

type Described = Pick<Fault, 'target' | 'operation' | 'kind' | 'delayMs' | 'limit' | 'share'>

/** A fault as a sentence without its end: "half of the calls to inventory-2 fail". */
export function faultInWords(fault: Described): string {
  const ofQueue = 'queue' in fault.target
  const what = `${fault.operation ? `${fault.operation} ` : ''}${ofQueue ? 'messages' : 'calls'}`
  const calls = `${shareInWords(fault.share)} ${what} to ${targetOf(fault)}`
  switch (fault.kind) {
    case 'latency':
      return `${calls} are ${ofQueue ? 'done' : 'answered'} ${fault.delayMs ?? 0} ms later`
    case 'error':
      return `${calls} fail`
    case 'drop':
      return `${calls} get no answer`
    case 'duplicate':
      return `${calls} arrive twice`
    case 'reorder':
      return `${calls} arrive out of order`
    case 'spoil':
      return `${calls} come with their fields misnamed`
    case 'limit':
      return `${targetOf(fault)} counts as full once ${fault.limit ?? 0} messages wait`
  }
}

/** Whom a fault hits, as the map calls them. */
function targetOf({ target }: Pick<Fault, 'target'>): string {
  if ('instance' in target) return target.instance
  if ('service' in target) return target.service
  return target.orderId === undefined ? target.queue : `${target.queue} about one order`
}

function shareInWords(share: number): string {
  if (share === 1) return 'all'
  return share === 0.5 ? 'half of the' : `${Math.round(share * 100)} % of the`
}

/** Minutes and seconds that are left, "00:52". */
export function leftInWords(expiresAt: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 1_000))
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}

/** The faults that concern a visitor: their own and everybody's; those of other sessions never reach them. */
export const faultsFor = (faults: readonly Fault[], session: string | null): Fault[] =>
  faults.filter(({ scope }) => scope === undefined || scope === session)
