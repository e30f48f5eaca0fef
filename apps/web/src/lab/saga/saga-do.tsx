import type { OrderStatus } from '@switchyard/contracts/orders'
import { useState } from 'react'
import { Button } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { RefusedNotice } from '../refused-notice'
import type { Move, useSagaOrder } from './use-saga-order'

/** How the bank is to answer, one button to order, and whatever the order allows next. */
export function SagaDo({ order }: { order: ReturnType<typeof useSagaOrder> }) {
  const [token, setToken] = useState('tok_ok')
  const { tried, moving } = order
  const possible = tried ? movesFrom(tried.path.status) : []
  return (
    <div className="ctl">
      <CheckGroup
        legend="The bank"
        name="bank"
        kind="one"
        choices={banks}
        chosen={[token]}
        onChange={([chosen]) => chosen && setToken(chosen)}
      />
      <div className="row">
        <Button small onClick={() => order.place(token)} waiting={order.placing && 'Ordering'}>
          Order a print
        </Button>
        <span className="small dim">
          A real order of one print, in your name; nothing is drawn here that did not happen.
        </span>
      </div>
      <div className="row">
        {moves.map(({ to, words, waiting }) => (
          <Button
            key={to}
            small
            look="quiet"
            disabled={!possible.includes(to)}
            waiting={moving === to && waiting}
            onClick={() => order.move(to)}
          >
            {words}
          </Button>
        ))}
      </div>
      <RefusedNotice refused={order.refused} />
    </div>
  )
}

const banks = [
  { value: 'tok_ok', label: 'says yes' },
  { value: 'tok_declined', label: 'says no' },
  { value: 'tok_slow', label: 'thinks for ten seconds' },
  { value: 'tok_timeout', label: 'takes the money and never answers' },
  { value: 'tok_down', label: 'is away' },
]

const moves: readonly { to: Move; words: string; waiting: string }[] = [
  { to: 'cancel', words: 'Cancel it', waiting: 'Cancelling' },
  { to: 'shipped', words: 'Ship it', waiting: 'Shipping' },
  { to: 'delivered', words: 'Deliver it', waiting: 'Delivering' },
  { to: 'return', words: 'Send it back', waiting: 'Sending it back' },
]

/** As the contract has it: cancelled until it is shipped, returned from then on. */
function movesFrom(status: OrderStatus): readonly Move[] {
  if (status === 'confirmed') return ['cancel', 'shipped']
  if (status === 'shipped') return ['delivered', 'return']
  if (status === 'delivered') return ['return']
  return status === 'pending' || status === 'reserved' || status === 'paid' ? ['cancel'] : []
}
