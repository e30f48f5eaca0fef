import type { TokenTrial } from '@switchyard/contracts/lab-trust'
import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useTokenTrials } from './use-token-trials'

/** Eight ways of calling inventory straight: with a good token, and with what somebody without one might bring. */
export function TrustDo({ trials }: { trials: ReturnType<typeof useTokenTrials> }) {
  const { doing, run } = trials
  return (
    <div className="ctl">
      <ul className="trials">
        {ways.map(({ trial, words, told }) => (
          <li key={trial}>
            <Button
              small
              look={trial === 'as-it-is' ? 'main' : 'quiet'}
              waiting={doing === trial && 'Calling'}
              disabled={doing !== undefined && doing !== trial}
              onClick={() => run(trial)}
            >
              {words}
            </Button>
            <span className="small dim">{told}</span>
          </li>
        ))}
      </ul>
      <RefusedNotice refused={trials.refused} />
    </div>
  )
}

const ways: readonly { trial: TokenTrial; words: string; told: string }[] = [
  {
    trial: 'as-it-is',
    words: 'Call as the gateway',
    told: 'The token that a call of yours carries, for the stock of a print.',
  },
  { trial: 'beyond', words: 'Ask for dead letters', told: 'The same token, for what is the staff’s.' },
  { trial: 'none', words: 'Bring no token', told: 'As whoever found the port would call.' },
  { trial: 'made-admin', words: 'Become an admin', told: 'One word of the good token changed, its signature kept.' },
  {
    trial: 'forged',
    words: 'Forge it',
    told: 'Word for word the gateway’s, under its key’s name, signed with a key of one’s own.',
  },
  { trial: 'expired', words: 'Bring an old one', told: 'Signed by the gateway, and over for a minute.' },
  { trial: 'for-another', words: 'Bring another’s', told: 'Good, and meant for orders.' },
  { trial: 'registration', words: 'Bring a registration', told: 'Signed by the gateway, and no call’s token.' },
]
