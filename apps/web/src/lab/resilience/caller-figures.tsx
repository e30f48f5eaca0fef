'use client'

import { useState } from 'react'
import { BreakerDial } from '~/components/breaker-dial'
import { Button } from '~/components/button'
import { AgeChip } from '../age-chip'
import type { CallersNow } from '../use-callers'
import { useLabTerms } from '../use-lab-terms'
import { useHeld } from '../use-system'

/** What the gateway's patterns have done towards inventory so far: for all its visitors, or for one with terms, who has a chain of their own. */
export function CallerFigures(props: { callers: CallersNow }) {
  const [paused, setPaused] = useState(false)
  const { terms } = useLabTerms()
  const { callers, at } = useHeld(props.callers, paused)
  const caller = callers?.find(({ service }) => service === 'inventory')
  return (
    <div>
      <header className="ph">
        <AgeChip source="lab.callers" at={at} raw={caller} />
        <span className="cap">
          {caller
            ? `${caller.caller} towards inventory, ${terms ? 'on your terms' : 'for every visitor'}`
            : 'not known'}
        </span>
        <div className="tools">
          <Button look="quiet" small onClick={() => setPaused(!paused)} aria-pressed={paused}>
            {paused ? 'Go on' : 'Pause'}
          </Button>
        </div>
      </header>
      {caller && (
        <div className="wt">
          <BreakerDial breaker={caller.breaker} />
          <div className="stack">
            <Budget {...caller.retryBudget} />
            <dl className="figures">
              <Fact name="calls" value={caller.calls} />
              <Fact name="tried again" value={caller.retries} />
              <Fact name="tried beside" value={caller.hedges} />
              <Fact name="of these first" value={caller.hedgesWon} />
              <Fact name="waiting now" value={`${caller.inFlight} of at most ${caller.inFlightMax}`} />
            </dl>
          </div>
        </div>
      )}
    </div>
  )
}

/** At most this many dots; a larger budget has dots that stand for more. */
const dotsMax = 40

function Budget({ left, max }: { left: number; max: number }) {
  const perDot = Math.max(1, Math.ceil(max / dotsMax))
  const dots = Math.ceil(max / perDot)
  const full = Math.floor(left / perDot)
  const words = `${Math.floor(left)} of ${Math.floor(max)} tries left beside first ones`
  return (
    <div>
      <p className="small">{words}</p>
      <div className="call-dots" role="img" aria-label={words}>
        {Array.from({ length: dots }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          <i key={place} className={place < full ? 'b' : 'r'} />
        ))}
      </div>
      <p className="cap">
        {perDot === 1 ? '1 dot = 1 try' : `1 dot = ${perDot} tries`}; every call earns a tenth of one.
      </p>
    </div>
  )
}

const Fact = ({ name, value }: { name: string; value: number | string }) => (
  <div>
    <dt>{name}</dt>
    <dd className="num">{value}</dd>
  </div>
)
