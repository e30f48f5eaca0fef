import type { TokenTrial, TriedToken } from '@switchyard/contracts/lab-trust'
import type { Goal } from '../goals'

/** Tokens that prove nothing, whatever they say. */
export const badTrials: readonly TokenTrial[] = [
  'none',
  'made-admin',
  'forged',
  'expired',
  'for-another',
  'registration',
]

/** What there is to see on this page, from the newest answer to each trial. */
export function trustGoals(tried: readonly TriedToken[]): Goal[] {
  const refused = tried.filter(({ trial, answer }) => badTrials.includes(trial) && answer.refused === 'caller')
  const answerTo = (asked: TokenTrial) => tried.find(({ trial }) => trial === asked)?.answer
  return [
    {
      key: 'good',
      text: 'Call with the gateway’s token, and be answered',
      seen: answerTo('as-it-is')?.status === 200,
    },
    {
      key: 'person',
      text: 'Ask for what is not yours with a good token: the service refuses you, and not the gateway',
      seen: answerTo('beyond')?.refused === 'person',
    },
    {
      key: 'admin',
      text: 'Write “admin” into the token, and be refused before anybody looks at the call',
      seen: answerTo('made-admin')?.refused === 'caller',
    },
    {
      key: 'bad',
      text: 'Find that all six bad tokens prove nothing',
      seen: refused.length === badTrials.length,
      figure: `${refused.length} of ${badTrials.length}`,
    },
  ]
}

/** What came of a token that says what the gateway says, and is signed by nobody; `null` until it was tried. */
export function whatForgedMet(tried: readonly TriedToken[]): 'believed' | 'limited' | 'refused' | null {
  const answer = tried.find(({ trial }) => trial === 'forged')?.answer
  if (!answer) return null
  if (answer.refused === 'caller') return 'refused'
  return answer.status === 200 ? 'believed' : 'limited'
}
