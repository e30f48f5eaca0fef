import type { ReactNode } from 'react'

interface FieldProps {
  /** Also the id of the control inside. */
  id: string
  label: ReactNode
  hint?: string
  /** What is wrong and how to mend it, in words: never "Invalid input". */
  error?: string | undefined
  /** Takes half a row of a form. */
  half?: boolean
  children: ReactNode
}

/** A label, its control, and below it a hint or what is wrong. Give the control `fieldProps` of the same id and error. */
export function Field({ id, label, hint, error, half = false, children }: FieldProps) {
  return (
    <div className={half ? 'field half' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && !error && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="err" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  )
}

/** What ties a control to its `Field`: id, looks, and the words that describe it. */
export function fieldProps(id: string, { error, hint }: { error?: string | undefined; hint?: string } = {}) {
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  return { id, className: 'in', 'aria-invalid': error ? true : undefined, 'aria-describedby': described } as const
}
