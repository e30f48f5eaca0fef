import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { Way } from './idempotency-goals'
import type { usePresses } from './use-presses'

/** Four ways of pressing Pay more than once. */
export function IdempotencyDo({ presses }: { presses: ReturnType<typeof usePresses> }) {
  const { doing, run } = presses
  return (
    <div className="ctl">
      <ul className="trials">
        {ways.map(({ way, words, told }) => (
          <li key={way}>
            <Button
              small
              look={way === 'twice' ? 'main' : 'quiet'}
              waiting={doing === way && 'Pressing'}
              disabled={doing !== undefined && doing !== way}
              onClick={() => run(way)}
            >
              {words}
            </Button>
            <span className="small dim">{told}</span>
          </li>
        ))}
      </ul>
      <RefusedNotice refused={presses.refused} />
    </div>
  )
}

const ways: readonly { way: Way; words: string; told: string }[] = [
  { way: 'twice', words: 'Press Pay twice', told: 'A new key. The same order, sent again once the answer is there.' },
  { way: 'at-once', words: 'Press twice at once', told: 'A new key. Both are on their way at the same moment.' },
  { way: 'other-body', words: 'Change the order', told: 'The key that you have, for two prints in place of one.' },
  { way: 'somebody', words: 'Lend the key', told: 'The same key and order, sent by somebody without your cookie.' },
]
