import type { Route } from 'next'
import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { addressOf } from '~/office/letters-asked'
import { RefusedNotice } from '../refused-notice'
import type { Cause } from './poison'
import type { usePoison } from './use-poison'
import type { usePoisonedLetter } from './use-poisoned-letter'

interface DeadLettersDoProps {
  poison: ReturnType<typeof usePoison>
  story: ReturnType<typeof usePoisonedLetter>
}

/** How the message comes to harm, one button that lets it happen, and what staff do about it. */
export function DeadLettersDo({ poison, story }: DeadLettersDoProps) {
  const [cause, setCause] = useState<Cause>('spoil')
  const { doing } = poison
  return (
    <div className="ctl">
      <CheckGroup
        legend="What is wrong with the message"
        name="cause"
        kind="one"
        choices={causes}
        chosen={[cause]}
        onChange={([chosen]) => setCause(chosen === 'error' ? 'error' : 'spoil')}
      />
      <div className="row">
        <Button small onClick={() => poison.run(cause)} waiting={doing ?? false}>
          Order a print and cancel it
        </Button>
        <span className="small dim">
          Only the message about this order is hurt, for two minutes. You become staff on the way, under a badge.
        </span>
      </div>
      {story.letter?.state === 'waiting' && <Mending poison={poison} story={story} />}
      <RefusedNotice refused={poison.refused ?? story.refused} />
    </div>
  )
}

const causes = [
  { value: 'spoil', label: 'Its fields are misnamed, as by another release' },
  { value: 'error', label: 'The mailroom fails over it, eight times' },
] as const

function Mending({ poison, story }: DeadLettersDoProps) {
  const { letter } = story
  if (!letter) return null
  const fits = letter.issues.length === 0
  return (
    <div className="row">
      <Button small look="quiet" onClick={poison.heal} waiting={poison.healed && 'The cause is gone'}>
        Take the cause away
      </Button>
      {!fits && (
        <Button small look="quiet" onClick={() => void story.mend()}>
          Mend the payload
        </Button>
      )}
      <Button
        small
        look="quiet"
        onClick={() => void story.replayFourTimes()}
        waiting={!fits && 'Mend it before a replay'}
      >
        Press Replay four times
      </Button>
      <Link className={buttonClass({ look: 'quiet', small: true })} href={inOffice(letter)}>
        Open it in the office
      </Link>
    </div>
  )
}

const inOffice = ({ service, id }: { service: 'orders' | 'inventory'; id: string }): Route =>
  addressOf({ state: 'waiting', letter: { service, id } }) as Route
