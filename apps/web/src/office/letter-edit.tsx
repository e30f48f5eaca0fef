'use client'

import type { OwnedLetter } from '@switchyard/contracts/owned-letters'
import { useState } from 'react'
import { Button } from '~/components/button'
import { useArrivalFocus } from '~/components/use-arrival-focus'
import { issuesInWords } from './letter-words'
import { payloadText } from './payload-lines'
import type { useLetterActions } from './use-letters'

interface LetterEditProps {
  letter: OwnedLetter
  actions: ReturnType<typeof useLetterActions>
  onDone: () => void
}

/** Mends the payload as text. What does not fit the contract is said field by field, and what was typed is kept. */
export function LetterEdit({ letter, actions, onDone }: LetterEditProps) {
  const field = useArrivalFocus<HTMLTextAreaElement>()
  const [text, setText] = useState(() => payloadText(letter.outgoing))
  const [seen] = useState(letter.revision)
  const [notJson, setNotJson] = useState<string>()
  const wrong = notJson ? [notJson] : issuesInWords(actions.unfit)
  const keep = async () => {
    const read = readJson(text)
    setNotJson(read.wrong)
    if (!read.wrong && (await actions.edit(seen, read.value))) onDone()
  }
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
    >
      <label htmlFor="mend">Mend the payload</label>
      <textarea
        id="mend"
        ref={field}
        className="in code-in"
        spellCheck={false}
        rows={Math.min(24, Math.max(5, text.split('\n').length + 1))}
        value={text}
        aria-invalid={wrong.length > 0 || undefined}
        aria-describedby="mend-said"
        onChange={(event) => setText(event.target.value)}
      />
      <div id="mend-said" role="status">
        {wrong.length === 0 ? (
          <span className="hint">It must fit the contract of {letter.name}. What came is kept beside it.</span>
        ) : (
          wrong.map((words) => (
            <span key={words} className="err">
              {words}
            </span>
          ))
        )}
      </div>
      <div className="row">
        <Button type="submit" small waiting={actions.busy && 'Asking the contract'}>
          Keep this change
        </Button>
        <Button
          small
          look="quiet"
          onClick={() => {
            actions.forget()
            onDone()
          }}
        >
          Leave it as it was
        </Button>
      </div>
    </form>
  )
}

type Read =
  | { value: Parameters<ReturnType<typeof useLetterActions>['edit']>[1]; wrong?: undefined }
  | { value: null; wrong: string }

function readJson(text: string): Read {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { value: null, wrong: `This is no JSON yet: ${why}.` }
  }
}
