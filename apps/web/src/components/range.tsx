'use client'

import type { ComponentProps } from 'react'

type RangeProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> & {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
  /** How the value is written beside the label. */
  format?: (value: number) => string
}

/** A slider with its name and its value in words; arrow keys move it, so nothing needs dragging. */
export function Range({ label, value, min, max, onChange, format = String, ...rest }: RangeProps) {
  const share = ((value - min) / (max - min)) * 100
  return (
    <label className="range-l">
      <span>
        {label} <span className="num">{format(value)}</span>
      </span>
      <input
        {...rest}
        type="range"
        className="range"
        style={{ '--v': `${share}%` }}
        value={value}
        min={min}
        max={max}
        aria-valuetext={format(value)}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  )
}
