import Link from 'next/link'
import { countryName } from './checkout-form'
import { type Draft, isDone, type Step, steps } from './draft'

const names: Record<Step, string> = { contact: 'Contact', address: 'Delivery', payment: 'Payment' }

/** Where one stands; steps that are done can be gone back to. */
export function StepList({ here, draft }: { here: Step; draft: Draft }) {
  return (
    <ol className="steps" aria-label="Steps">
      {steps.map((step) =>
        step === here ? (
          <li key={step} aria-current="step">
            {names[step]}
          </li>
        ) : isDone(draft, step) ? (
          <li key={step} className="done">
            <Link href={`/checkout?step=${step}`}>{names[step]}</Link>
          </li>
        ) : (
          <li key={step}>{names[step]}</li>
        ),
      )}
    </ol>
  )
}

/** Steps before this one, a line each, with a way to change them. */
export function DoneSteps({ here, draft }: { here: Step; draft: Draft }) {
  const before = steps.slice(0, steps.indexOf(here))
  return before.map((step) => (
    <p key={step} className="done-l">
      <span className="dim">{names[step]}</span>
      <span>{inOneLine(step, draft)}</span>
      <Link href={`/checkout?step=${step}`}>
        Change<span className="vh"> {names[step].toLowerCase()}</span>
      </Link>
    </p>
  ))
}

/** Steps to come, in plain words. */
export function StepsToCome({ here }: { here: Step }) {
  const after = steps.slice(steps.indexOf(here) + 1)
  if (after.length === 0) return null
  return (
    <ol className="todo">
      {after.map((step) => (
        <li key={step}>{step === 'payment' ? 'Payment, and placing the order' : names[step]}</li>
      ))}
    </ol>
  )
}

function inOneLine(step: Step, { contact, address }: Draft): string {
  if (step === 'contact') return `${contact.name}, ${contact.email}`
  return `${address.line1}, ${address.postalCode} ${address.city}, ${countryName(address.country)}`
}
