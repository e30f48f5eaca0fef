import type { RefObject } from 'react'
import { Notice } from './notice'

interface ErrorSummaryProps {
  /** What each field is called, in the order of the form. */
  labels: Readonly<Record<string, string>>
  errors: Partial<Record<string, { message?: string }>>
  /** Takes the focus when a form could not go on. */
  at: RefObject<HTMLDivElement | null>
}

/** What there is to mend, each with a way to its field. */
export function ErrorSummary({ labels, errors, at }: ErrorSummaryProps) {
  const faults = Object.keys(labels).flatMap((name) => (errors[name] ? [{ name, ...errors[name] }] : []))
  if (faults.length === 0) return null
  return (
    <Notice tone="bad" role="alert" ref={at} title={title(faults.length)}>
      {faults.map(({ name, message }) => (
        <span key={name} className="mend block">
          <a href={`#${name}`} onClick={(event) => focusField(event, name)}>
            {labels[name]}: {message}
          </a>
        </span>
      ))}
    </Notice>
  )
}

const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six']
const title = (count: number) => `${counts[count]} ${count === 1 ? 'thing' : 'things'} to mend`

/** The address keeps its step: a jump within the page is no place to come back to. */
function focusField(event: { preventDefault: () => void }, name: string) {
  event.preventDefault()
  document.getElementById(name)?.focus()
}
