import type { CallPattern, FaultRequest } from '@switchyard/contracts/lab'

/** What is to go wrong with this visitor's calls. */
export interface Harm {
  kind: 'none' | 'error' | 'latency' | 'drop'
  /** One instance of inventory, or all of them. */
  whom: 'one' | 'all'
  /** Per cent of the calls that reach it. */
  percent: number
  delayMs: number
}

/** The terms of the right side, and the harm that both sides suffer. */
export interface ResilienceSetting {
  harm: Harm
  without: readonly CallPattern[]
}

/** Half of what one instance answers is wrong, and the right side has nothing against it. */
export const firstSetting: ResilienceSetting = {
  harm: { kind: 'error', whom: 'one', percent: 50, delayMs: 400 },
  without: ['retry', 'hedge', 'ejection'],
}

/** The harm as the lab's fault; `null` when nothing is to go wrong or nobody is known whom it could hit. */
export function faultOf(
  { kind, whom, percent, delayMs }: Harm,
  instance: string | undefined,
): Omit<FaultRequest, 'scope'> | null {
  if (kind === 'none' || (whom === 'one' && instance === undefined)) return null
  return {
    target: whom === 'one' && instance !== undefined ? { instance } : { service: 'inventory' },
    kind,
    share: percent / 100,
    ...(kind === 'latency' && { delayMs }),
    ttlS: 30,
  }
}
