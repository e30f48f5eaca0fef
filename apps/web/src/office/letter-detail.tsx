'use client'

import type { LetterOwner, OwnedLetter } from '@switchyard/contracts/owned-letters'
import { useState } from 'react'
import { Notice } from '~/components/notice'
import { failureCode } from '~/gateway'
import { AgeChip } from '~/lab/age-chip'
import { RefusedNotice } from '~/lab/refused-notice'
import { LetterActions } from './letter-actions'
import { LetterEdit } from './letter-edit'
import { LetterHistory } from './letter-history'
import { LetterPayload } from './letter-payload'
import { useLetter, useLetterActions } from './use-letters'

/** One letter with everything that is known of it, and what can be done. */
export function LetterDetail({ which, me }: { which: { service: LetterOwner; id: string }; me: string | null }) {
  const { data, error, dataUpdatedAt } = useLetter(which)
  if (data) return <Shown key={data.id} letter={data} me={me} at={dataUpdatedAt} />
  if (!error) return <p className="dim">Opening it.</p>
  if (failureCode(error) === 'not_found')
    return <Notice title="There is no such message">It may have been dealt with long ago.</Notice>
  return (
    <Notice tone="warn" role="status" title={`${which.service} cannot be asked right now`}>
      The message is kept there. We ask again by ourselves.
    </Notice>
  )
}

function Shown({ letter, me, at }: { letter: OwnedLetter; me: string | null; at: number }) {
  const [editing, setEditing] = useState(false)
  const actions = useLetterActions(letter)
  const waits = letter.state === 'waiting'
  return (
    <>
      <header>
        <p className="num dim">{letter.messageId}</p>
        <h2 id="letter">
          {letter.name} <span className="dim">to</span> {letter.queue}
        </h2>
        <Facts letter={letter} at={at} />
      </header>
      <div role="status">
        <StateNotice letter={letter} />
      </div>
      {editing && waits ? (
        <LetterEdit letter={letter} actions={actions} onDone={() => setEditing(false)} />
      ) : (
        <LetterPayload letter={letter} />
      )}
      <RefusedNotice refused={actions.refused} />
      {waits && !editing && <LetterActions letter={letter} actions={actions} onEdit={() => setEditing(true)} />}
      <section aria-labelledby="history">
        <h3 id="history">History</h3>
        <LetterHistory letter={letter} me={me} />
      </section>
    </>
  )
}

const Facts = ({ letter, at }: { letter: OwnedLetter; at: number }) => (
  <dl className="facts">
    <div>
      <dt>From</dt>
      <dd>
        <code>{letter.sender}</code>
      </dd>
    </div>
    <div>
      <dt>Kept by</dt>
      <dd>
        <code>{letter.service}</code>
      </dd>
    </div>
    <div>
      <dt>Order</dt>
      <dd>{letter.orderId ? <code>{letter.orderId}</code> : 'it does not say'}</dd>
    </div>
    <div>
      <dt>Trace</dt>
      <dd>{letter.traceparent ? <code>{letter.traceparent.split('-')[1]}</code> : 'none'}</dd>
    </div>
    <div>
      <dt>Source</dt>
      <dd>
        <AgeChip source="dead_letters" at={at} raw={letter} />
      </dd>
    </div>
  </dl>
)

function StateNotice({ letter: { state, reason } }: { letter: OwnedLetter }) {
  switch (state) {
    case 'waiting':
      return (
        <Notice tone="bad" title="It waits for a person">
          {reason}
        </Notice>
      )
    case 'replaying':
      return (
        <Notice tone="work" title="It is on its way once more">
          It is tried again as a new message would be, and comes back here if it fails.
        </Notice>
      )
    case 'replayed':
      return <Notice tone="ok" title="It took effect" />
    case 'dropped':
      return <Notice title="It was dropped">It never takes effect. Why, stands in its history.</Notice>
  }
}
