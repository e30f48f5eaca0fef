'use client'

import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'

interface SegmentsProps<Value extends string> {
  choices: readonly { value: Value; label: string }[]
  /** `null`: not known yet, none is pressed. */
  value: Value | null
  onChange: (value: Value) => void
  label?: string
  labelledBy?: string
  className?: string
}

/** Two or three words side by side, one of them pressed; pressing it again changes nothing. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  return (
    <ToggleGroup
      className={`seg ${props.className ?? ''}`}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      value={props.value === null ? [] : [props.value]}
      onValueChange={([next]) => {
        const choice = props.choices.find(({ value }) => value === next)
        if (choice) props.onChange(choice.value)
      }}
    >
      {props.choices.map(({ value, label }) => (
        <Toggle key={value} value={value}>
          {label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
