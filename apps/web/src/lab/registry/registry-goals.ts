import type { Goal } from '../goals'
import { type Scene, type Story, since } from './registry-story'

/** Enough calls to say that nothing was lost. */
const callsMin = 30

/** What there is to see on the registry's page. */
export function registryGoals(story: Story, calls: Scene['calls']): Goal[] {
  const { newcomer, leases } = story
  return [
    unharmed('dies', 'Kill an instance under your own calls, and see none of them fail', since(story.died, calls)),
    unharmed('freezes', 'Freeze one, and see the others answer for it', since(story.froze, calls)),
    {
      key: 'newcomer',
      text: 'Scale out, and see a newcomer take its share',
      seen: newcomer !== null && newcomer.answered >= 10 && newcomer.share >= 0.1,
      figure: newcomer ? `${newcomer.id} has ${Math.round(newcomer.share * 100)} %` : undefined,
    },
    {
      key: 'wiped',
      text: 'Wipe Redis, and see every lease again',
      seen: leases === 'back',
      figure: leases === 'gone' ? 'not all yet' : undefined,
    },
  ]
}

function unharmed(key: string, text: string, after: Scene['calls'] | null): Goal {
  return {
    key,
    text,
    seen: after !== null && after.failed === 0 && after.answered >= callsMin,
    figure: after ? `${after.answered} of ${callsMin} calls, ${after.failed} failed` : undefined,
  }
}

/** Which answer came true: what became of the calls after an instance had died; `null` until enough of them have ended. */
export function whatCameOfDeath(story: Story, calls: Scene['calls']): 'none' | 'few' | 'half' | null {
  const after = since(story.died, calls)
  if (!after || after.answered + after.failed < callsMin) return null
  if (after.failed === 0) return 'none'
  return after.failed > (after.answered + after.failed) / 4 ? 'half' : 'few'
}
