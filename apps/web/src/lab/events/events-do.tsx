import { useState } from 'react'
import { Button } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { Segments } from '~/components/segments'
import { RefusedNotice } from '../refused-notice'
import { type Hearer, hearers } from './news'
import type { useNews } from './use-news'

interface EventsDoProps {
  news: ReturnType<typeof useNews>
  /** Whether the one who fails is still trying. */
  open: boolean
  /** Who is told again. */
  to: Hearer
  onTo: (to: Hearer) => void
  onTell: () => void
  telling: boolean
  /** All of the order's news was heard, and it waits for nothing any more. */
  atRest: boolean
  refused: string | undefined
}

/** Who fails over the news, one button that makes some, and one that tells it again. */
export function EventsDo({ news, open, to, onTo, onTell, telling, atRest, refused }: EventsDoProps) {
  const [hurt, setHurt] = useState<Hearer>('orders.mailroom')
  const { doing } = news
  return (
    <div className="ctl">
      <CheckGroup
        legend="Who fails over the news of your order"
        name="hurt"
        kind="one"
        choices={hearers.map((value) => ({ value, label: value }))}
        chosen={[hurt]}
        onChange={([chosen]) => setHurt(hearerOf(chosen) ?? hurt)}
      />
      <div className="row">
        <Button small onClick={() => news.run(hurt)} waiting={doing ?? false}>
          Order a print and cancel it
        </Button>
        {open && (
          <Button small look="quiet" onClick={news.heal} waiting={news.healed && 'The cause is gone'}>
            Take the cause away
          </Button>
        )}
        <span className="small dim">It fails over this order alone, for 15 seconds.</span>
      </div>
      <div className="row">
        <span className="small" id="to">
          Tell again to
        </span>
        <Segments
          labelledBy="to"
          choices={hearers.map((value) => ({ value, label: value.split('.')[1] ?? value }))}
          value={to}
          onChange={onTo}
        />
        <Button
          small
          look="quiet"
          onClick={onTell}
          waiting={telling ? 'Telling' : !atRest && 'First all must have heard'}
        >
          Everything since your order
        </Button>
        <span className="small dim">You become staff on the way, under a badge.</span>
      </div>
      <RefusedNotice refused={news.refused ?? refused} />
    </div>
  )
}

const hearerOf = (value: string | undefined): Hearer | undefined => hearers.find((one) => one === value)
