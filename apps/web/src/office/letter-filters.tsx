import type { DeadLetterState } from '@switchyard/contracts/dead-letter'
import type { LetterOwner, OwnedLetters } from '@switchyard/contracts/owned-letters'
import { stateWords } from './letter-words'
import type { LettersAsked } from './letters-asked'

interface LetterFiltersProps {
  asked: LettersAsked
  counts: OwnedLetters['counts']
  onAsk: (asked: LettersAsked) => void
}

/** Which letters are shown: by what became of them, by service and by type, each with how many there are. */
export function LetterFilters({ asked, counts, onAsk }: LetterFiltersProps) {
  const { state, service, name } = asked
  const here = counts.filter((one) => one.state === state)
  const names = [
    ...new Set([
      ...here.filter((one) => !service || one.service === service).map((one) => one.name),
      ...(name ? [name] : []),
    ]),
  ]
  return (
    <div className="dl-f">
      <Choice
        label="State"
        value={state}
        options={states.map((value) => [
          value,
          `${stateWords[value].word}, ${sum(counts.filter((one) => one.state === value))}`,
        ])}
        onChange={(chosen) => onAsk({ state: states.find((one) => one === chosen) ?? 'waiting' })}
      />
      <Choice
        label="Service"
        value={service ?? ''}
        options={[
          ['', `All, ${sum(here)}`],
          ...services.map((value): Option => [value, `${value}, ${sum(here.filter((one) => one.service === value))}`]),
        ]}
        onChange={(chosen) => {
          const only = services.find((one) => one === chosen)
          onAsk({ state, ...(only && { service: only }) })
        }}
      />
      <Choice
        label="Type"
        value={name ?? ''}
        options={[
          ['', 'All'],
          ...names.map((value): Option => [value, `${value}, ${sum(here.filter((one) => one.name === value))}`]),
        ]}
        onChange={(chosen) => onAsk({ state, ...(service && { service }), ...(chosen && { name: chosen }) })}
      />
    </div>
  )
}

type Option = readonly [value: string, label: string]

interface ChoiceProps {
  label: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
}

const Choice = ({ label, value, options, onChange }: ChoiceProps) => (
  <label>
    <span className="small dim">{label}</span>
    <select className="in small" value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </select>
  </label>
)

const sum = (counts: readonly { count: number }[]) => counts.reduce((total, { count }) => total + count, 0)
const states = Object.keys(stateWords) as DeadLetterState[]
const services: readonly LetterOwner[] = ['orders', 'inventory']
