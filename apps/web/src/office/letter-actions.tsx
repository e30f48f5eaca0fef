'use client'

import type { OwnedLetter } from '@switchyard/contracts/owned-letters'
import { useState } from 'react'
import { Button } from '~/components/button'
import { Field, fieldProps } from '~/components/field'
import { useArrivalFocus } from '~/components/use-arrival-focus'
import type { useLetterActions } from './use-letters'

interface LetterActionsProps {
  letter: OwnedLetter
  actions: ReturnType<typeof useLetterActions>
  onEdit: () => void
}

/** What can be done with a letter that waits: send it once more, mend it, or, apart from both, drop it. */
export function LetterActions({ letter, actions, onEdit }: LetterActionsProps) {
  const [dropping, setDropping] = useState(false)
  const fits = letter.issues.length === 0
  if (dropping) return <DropForm letter={letter} actions={actions} onKeep={() => setDropping(false)} />
  return (
    <>
      <div className="row">
        {fits && (
          <Button onClick={() => void actions.replay(letter.revision)} waiting={actions.busy && 'On its way'}>
            {letter.edited ? 'Replay with the change' : 'Replay as it came'}
          </Button>
        )}
        <Button look={fits ? 'quiet' : 'main'} onClick={onEdit}>
          Mend it
        </Button>
        <Button look="danger" className="apart" onClick={() => setDropping(true)}>
          Drop it
        </Button>
      </div>
      <p className="cap">
        {fits
          ? 'The inbox of the receiver knows this message by its id, so a replay takes effect once, whoever presses how often.'
          : 'It can be replayed once it fits the contract.'}
      </p>
    </>
  )
}

function DropForm({ letter, actions, onKeep }: Omit<LetterActionsProps, 'onEdit'> & { onKeep: () => void }) {
  const field = useArrivalFocus<HTMLInputElement>()
  const [seen] = useState(letter.revision)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string>()
  return (
    <form
      className="drop-f"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim().length < 3) return setError('Say why, so that whoever asks later can read it.')
        void actions.drop(seen, reason.trim())
      }}
    >
      <Field
        id="why-drop"
        label="Why is it dropped?"
        error={error}
        hint="It never takes effect then. It stays in the list of dropped ones."
      >
        <input
          {...fieldProps('why-drop', { error, hint: 'yes' })}
          ref={field}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="row">
        <Button type="submit" look="danger" waiting={actions.busy && 'Dropping it'}>
          Drop it for good
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            actions.forget()
            onKeep()
          }}
        >
          Keep it
        </Button>
      </div>
    </form>
  )
}
