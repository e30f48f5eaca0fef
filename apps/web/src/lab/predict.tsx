'use client'

import type { ReactNode } from 'react'
import { StateDot } from '~/components/state-dot'

/** What a visitor may think will happen. */
interface Answer {
  value: string
  text: string
}

interface PredictProps {
  question: ReactNode
  answers: readonly Answer[]
  chosen: string | null
  onChoose: (value: string) => void
  /** Which answer came true in what was just observed; `null` until then. */
  came: string | null
  /** What was observed, in a sentence. */
  observed?: ReactNode
}

/** One question before the reveal: the answer is kept in mind, and told right or wrong by what then happens. */
export function Predict({ question, answers, chosen, onChoose, came, observed }: PredictProps) {
  return (
    <div>
      <p id="question">{question}</p>
      <div className="opts" role="radiogroup" aria-labelledby="question">
        {answers.map(({ value, text }) => (
          <label key={value} className="check">
            <input
              type="radio"
              name="prediction"
              checked={chosen === value}
              disabled={came !== null && chosen !== null && chosen !== value}
              onChange={() => onChoose(value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
      <p className="small" role="status">
        <Told answers={answers} chosen={chosen} came={came} observed={observed} />
      </p>
    </div>
  )
}

function Told({ answers, chosen, came, observed }: Pick<PredictProps, 'answers' | 'chosen' | 'came' | 'observed'>) {
  const said = answers.find(({ value }) => value === chosen)
  if (!said) return <StateDot state="wait">Choose one, then do it.</StateDot>
  if (came === null) return <StateDot state="work">You said: {inline(said.text)}. Keep it in mind.</StateDot>
  if (came === chosen) return <StateDot state="ok">As you said. {observed}</StateDot>
  const truth = answers.find(({ value }) => value === came)
  return (
    <StateDot state="half">
      It came otherwise: {truth ? inline(truth.text) : came}. {observed}
    </StateDot>
  )
}

/** Inside a sentence a short answer begins small. */
const inline = (text: string) => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '')
