/** A checkout as far as it has come. Everything typed is kept for the tab's life, so that nobody types it twice. */
import { AddressForm, ContactForm, cards } from './checkout-form.ts'

export const steps = ['contact', 'address', 'payment'] as const
export type Step = (typeof steps)[number]

/** What was typed so far, complete or not. */
export interface Draft {
  contact: { name: string; email: string }
  address: { line1: string; postalCode: string; city: string; country: string }
  token: string
}

export const emptyDraft: Draft = {
  contact: { name: '', email: '' },
  address: { line1: '', postalCode: '', city: '', country: 'EU' },
  token: cards[0].token,
}

/** What the shop knows of whoever is signed in. */
export interface KnownBuyer {
  contact: Draft['contact']
  /** Their book, the one that is offered first before the others. */
  addresses: readonly KnownAddress[]
}

/** One of a buyer's book. */
export type KnownAddress = Draft['address'] & { id: string }

/** What of a saved address goes into the form. */
export const plainAddress = ({ line1, postalCode, city, country }: Draft['address']): Draft['address'] => ({
  ...{ line1, postalCode, city, country },
})

/** Which of the book stands in the form; undefined when it is another one. */
export function chosenOf(book: readonly KnownAddress[], address: Draft['address']): KnownAddress | undefined {
  const text = JSON.stringify(plainAddress(address))
  return book.find((saved) => JSON.stringify(plainAddress(saved)) === text)
}

/** A draft with what is known in the steps in which nothing was typed. */
export function filledIn(draft: Draft, known: KnownBuyer | null): Draft {
  const { contact, address } = draft
  const [first] = known?.addresses ?? []
  const isBlank = (step: Record<string, string>, empty: Record<string, string>) =>
    Object.entries(empty).every(([name, value]) => step[name] === value)
  return {
    ...draft,
    contact: (isBlank(contact, emptyDraft.contact) && known?.contact) || contact,
    address: isBlank(address, emptyDraft.address) && first ? plainAddress(first) : address,
  }
}

/** Whether a step needs nothing more. */
export function isDone(draft: Draft, step: Step): boolean {
  if (step === 'contact') return ContactForm.safeParse(draft.contact).success
  if (step === 'address') return AddressForm.safeParse(draft.address).success
  return false
}

/** The step to show: the one that the address asks for, unless one before it is not done. */
export function stepToShow(asked: string | null, draft: Draft): Step {
  const wanted = steps.find((step) => step === asked) ?? 'contact'
  const before = steps.slice(0, steps.indexOf(wanted))
  return before.find((step) => !isDone(draft, step)) ?? wanted
}

/** A draft as a browser keeps it, with the mail address of whoever typed it while signed in. */
export const keptText = (draft: Draft, owner: string | undefined): string => JSON.stringify({ ...draft, owner })

/**
 * A draft from what a browser has kept; whatever does not fit is left empty, and so is all that somebody else typed while they were
 * signed in: another tab may have signed them out. What a guest typed stays when they sign in.
 */
export function readDraft(text: string | null, owner?: string): Draft {
  const kept = parsed(text)
  if (kept.owner !== undefined && kept.owner !== owner) return emptyDraft
  return {
    contact: strings(emptyDraft.contact, kept.contact),
    address: strings(emptyDraft.address, kept.address),
    token: cards.some(({ token }) => token === kept.token) ? String(kept.token) : emptyDraft.token,
  }
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** The texts of `kept` under the names of `empty`. */
function strings<Shape extends Record<string, string>>(empty: Shape, kept: unknown): Shape {
  const known = typeof kept === 'object' && kept !== null ? new Map(Object.entries(kept)) : new Map<string, unknown>()
  const pairs = Object.entries(empty).map(([name, value]) => {
    const found = known.get(name)
    return [name, typeof found === 'string' ? found : value]
  })
  return Object.fromEntries(pairs) as Shape
}
