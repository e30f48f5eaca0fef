import type { CallerView, Comparison } from '@switchyard/contracts/lab'
import type { Goal } from '../goals'
import type { Harm } from './harm'

/** A comparison with the harm that it ran under; the first lane has every pattern, the second goes without some. */
export interface Ran {
  comparison: Comparison
  harm: Harm
}

/** What there is to see on this page: in the newest comparison, and in what the gateway tells of its breaker. */
export function resilienceGoals(
  ran: Ran | null,
  caller: Pick<CallerView, 'breaker' | 'retryBudget'> | undefined,
): Goal[] {
  const [all, less] = ran?.comparison.lanes ?? []
  const won = all?.calls.filter(({ ok, attempts }) => ok && attempts.length > 1).length
  // A tenth of the calls, and what the budget holds in reserve.
  const triesMax = all && caller && all.calls.length * 1.1 + caller.retryBudget.max
  const failing = ran?.harm.kind === 'error' && ran.harm.whom === 'all' && ran.harm.percent === 100
  return [
    {
      key: 'saved',
      text: 'See every call answered on the left, while some fail on the right',
      seen: all !== undefined && less !== undefined && all.failed === 0 && less.failed > 0,
      figure: all && less && `${all.failed} and ${less.failed} failed`,
    },
    {
      key: 'second',
      text: 'See a further try win',
      seen: (won ?? 0) > 0,
      figure: won === undefined ? undefined : `${won} calls`,
    },
    {
      key: 'budget',
      text: 'Let every answer fail, and see that tries do not multiply',
      seen: failing && all !== undefined && all.failed > 0 && triesMax !== undefined && all.attempts <= triesMax,
      figure: failing && all && triesMax ? `${all.attempts} of at most ${Math.floor(triesMax)} tries` : undefined,
    },
    {
      key: 'opens',
      text: 'Let nobody answer, and see the breaker open',
      seen: (caller !== undefined && caller.breaker.state !== 'closed') || refusedWithoutTry(ran),
      figure: caller?.breaker.state,
    },
  ]
}

const refusedWithoutTry = (ran: Ran | null): boolean =>
  ran?.comparison.lanes.some(({ calls }) => calls.some(({ ok, attempts }) => !ok && attempts.length === 0)) ?? false

/** Which answer came true for half-failing answers of one instance, with every pattern on; `null` for any other harm. */
export function whatCameOfErrors(ran: Ran | null): 'none' | 'few' | 'quarter' | null {
  const [all] = ran?.comparison.lanes ?? []
  if (!ran || !all || ran.harm.kind !== 'error' || ran.harm.whom !== 'one') return null
  if (all.failed === 0) return 'none'
  return all.failed > all.calls.length / 8 ? 'quarter' : 'few'
}
