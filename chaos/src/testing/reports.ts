import { figuresOf } from '../figures.ts'
import type { Injection } from '../inject.ts'
import type { FaultReport } from '../report.ts'
import type { InjectionReport } from '../report-injection.ts'

/** An injection into `orders-1` that healed by itself, but for what a test says. */
export function injection(differs: Partial<Injection> & { atMs: number }): Injection {
  return {
    target: 'orders-1',
    healedAtMs: differs.atMs,
    wholeAtMs: differs.atMs,
    registeredAtMs: undefined,
    takenAtMs: undefined,
    findings: {},
    ...differs,
  }
}

/** What came of an injection that nobody noticed, but for what a test says. */
export function injectionReport(differs: Partial<InjectionReport> = {}): InjectionReport {
  return {
    target: 'orders-1',
    afterMs: 0,
    heldMs: 0,
    underWay: 0,
    noticedMs: 0,
    recoveredMs: 0,
    wholeMs: 0,
    outMs: undefined,
    askedMs: undefined,
    shareMs: undefined,
    registeredMs: undefined,
    takenMs: undefined,
    servingMs: undefined,
    findings: {},
    ...differs,
  }
}

/** A fault that came once and cost nothing, but for what a test says. */
export function faultReport(differs: Partial<FaultReport> & { fault: string }): FaultReport {
  const nothing = figuresOf([])
  return {
    about: '',
    rate: 40,
    injections: [injectionReport()],
    brokenOff: undefined,
    baseline: nothing,
    faulted: nothing,
    faultedBrowse: nothing,
    faultedCheckout: nothing,
    lanes: [],
    attempts: undefined,
    restarts: 0,
    orders: {},
    failures: [],
    settledMs: undefined,
    violations: [],
    ...differs,
  }
}
