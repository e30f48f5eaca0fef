interface CheckGroupProps {
  legend: string
  name: string
  /** One of several (radios) or any of them (checks). */
  kind: 'one' | 'any'
  choices: readonly { value: string; label: string; count?: number; disabled?: boolean }[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

/** Choices in a list under one heading: round where one can be chosen, square where any can. */
export function CheckGroup({ legend, name, kind, choices, chosen, onChange }: CheckGroupProps) {
  return (
    <fieldset className="facet">
      <legend>{legend}</legend>
      {choices.map(({ value, label, count, disabled = false }) => (
        <label key={value} className="check">
          <input
            type={kind === 'one' ? 'radio' : 'checkbox'}
            name={name}
            value={value}
            checked={chosen.includes(value)}
            disabled={disabled}
            onChange={(event) => {
              const others = kind === 'one' ? [] : chosen.filter((one) => one !== value)
              onChange(event.target.checked ? [...others, value] : others)
            }}
          />
          <span>{label}</span>
          {count !== undefined && <span className="ct">{count}</span>}
        </label>
      ))}
    </fieldset>
  )
}
