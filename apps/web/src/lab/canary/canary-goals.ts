import type { CallerView } from '@switchyard/contracts/lab'
import type { Goal } from '../goals'

/** What this page has seen: how the gateway routes this visitor's calls, how many failed, and how it stood when they were pinned. */
export interface CanaryStory {
  caller: CallerView | undefined
  failed: number
  pinnedSince: Answered | null
}

/** Calls that the canary and all others have answered. */
export interface Answered {
  canary: number
  others: number
}

/** Calls that may have been under way elsewhere when they were pinned: the page has four at once, and may just have sent another. */
const underWayMax = 5

/** Versions that a canary of this page carries. */
export const isCanary = (version: string): boolean => version.endsWith('-canary')

/** Who has answered how much so far. */
export function answeredBy(caller: CallerView | undefined): Answered {
  const of = (wanted: boolean) =>
    (caller?.instances ?? [])
      .filter(({ version }) => isCanary(version) === wanted)
      .reduce((sum, { answered }) => sum + answered, 0)
  return { canary: of(true), others: of(false) }
}

/** What there is to see on this page. */
export function canaryGoals({ caller, failed, pinnedSince }: CanaryStory): Goal[] {
  const now = answeredBy(caller)
  const withdrawn = caller?.withdrawn.find(({ version }) => isCanary(version))
  const pinned = pinnedSince && {
    canary: now.canary - pinnedSince.canary,
    others: now.others - pinnedSince.others,
  }
  const canaryFailed = (caller?.instances ?? [])
    .filter(({ version }) => isCanary(version))
    .reduce((sum, one) => sum + one.failed, 0)
  return [
    {
      key: 'share',
      text: 'Start a canary, and see it answer a small part of your calls',
      seen: now.canary >= 5 && now.others > now.canary,
      figure: now.canary > 0 ? `${now.canary} of ${now.canary + now.others} answered` : undefined,
    },
    {
      key: 'pin',
      text: 'Pin your calls to it, and see all of them go there',
      seen: pinned !== null && pinned.canary >= 10 && pinned.others <= underWayMax,
      figure: pinned ? `${pinned.canary} since then, ${pinned.others} elsewhere` : undefined,
    },
    {
      key: 'rollback',
      text: 'Let it fail now and then, and see it withdrawn by itself',
      seen: withdrawn !== undefined,
      figure: withdrawn && `${withdrawn.bad} of ${withdrawn.tries} failed`,
    },
    {
      key: 'unheard',
      text: 'Hear of none of its failures',
      seen: withdrawn !== undefined && canaryFailed >= 2 && failed === 0,
      figure: canaryFailed > 0 ? `${canaryFailed} failed there, ${failed} of your calls` : undefined,
    },
  ]
}

/** What became of a canary that failed; `null` until it was withdrawn. */
export const whatCameOfIt = ({ caller, failed }: Pick<CanaryStory, 'caller' | 'failed'>): 'heard' | 'unheard' | null =>
  caller?.withdrawn.some(({ version }) => isCanary(version)) ? (failed > 0 ? 'heard' : 'unheard') : null
