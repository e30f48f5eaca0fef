'use client'

import type { OwnedLetter } from '@switchyard/contracts/owned-letters'
import { useState } from 'react'
import { Segments } from '~/components/segments'
import { StateDot } from '~/components/state-dot'
import { issuesInWords } from './letter-words'
import { type PayloadLine, payloadLines } from './payload-lines'

/** What the message says: as it came, or with what somebody changed; and whether that fits the contract. */
export function LetterPayload({ letter }: { letter: OwnedLetter }) {
  const [wanted, setWanted] = useState<'change' | 'came'>('change')
  const view = letter.edited ? wanted : 'came'
  return (
    <section aria-labelledby="payload">
      <div className="row between">
        <h3 id="payload">Payload</h3>
        {letter.edited && (
          <Segments
            label="View"
            choices={[
              { value: 'change', label: 'The change' },
              { value: 'came', label: 'As it came' },
            ]}
            value={view}
            onChange={setWanted}
          />
        )}
      </div>
      <PayloadCode lines={payloadLines(letter.payload, view === 'change' ? letter.outgoing : letter.payload)} />
      <Fit letter={letter} />
    </section>
  )
}

const marks = { same: '  ', before: '− ', after: '+ ' } as const
const classes = { same: 'l', before: 'l del', after: 'l add' } as const

const PayloadCode = ({ lines }: { lines: readonly PayloadLine[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
  <pre className="code" tabIndex={0}>
    {lines.map(({ text, kind }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
      <span key={index} className={classes[kind]}>
        {marks[kind]}
        {text}
        {'\n'}
      </span>
    ))}
  </pre>
)

function Fit({ letter: { issues, name } }: { letter: OwnedLetter }) {
  if (issues.length === 0) {
    return (
      <p className="row cap fit">
        <StateDot state="ok">Fits the contract</StateDot> <code>{name}</code>
      </p>
    )
  }
  return (
    <ul className="small fit">
      {issuesInWords(issues).map((text) => (
        <li key={text}>
          <StateDot state="bad">{text}</StateDot>
        </li>
      ))}
    </ul>
  )
}
