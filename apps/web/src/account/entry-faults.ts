import { issuesOf } from '~/checkout/server-faults'
import { failureCode } from '~/gateway'
import { refusalOf } from '~/lab/refusal'

/** What is wrong with a form that was sent: beside its fields, or as a whole. */
interface EntryFaults<Name extends string> {
  fields?: Partial<Record<Name, string>>
  notice?: { title: string; text: string }
}

interface Form<Name extends string> {
  names: readonly Name[]
  /** The field to look at again when the password does not fit. */
  wrong?: { field: Name; words: string }
}

/** The shop's words for an answer that was no, each beside the field that it is about. */
export function entryFaults<Name extends string>(error: unknown, { names, wrong }: Form<Name>): EntryFaults<Name> {
  const code = failureCode(error)
  if (code === 'unauthenticated' && wrong) return { fields: { [wrong.field]: wrong.words } as Record<Name, string> }
  if (code === 'rate_limited') return { notice: { title: 'A little slower, please', text: refusalOf(error) } }
  if (code === 'not_found') return { notice: { title: 'This link is over', text: refusalOf(error) } }
  if (code === 'invalid_input') return inFields(error, names)
  if (code === 'overloaded') return { notice: { title: busy, text: refusalOf(error) } }
  const [title, text] = code === 'unreachable' || code === 'unavailable' ? away : other
  return { notice: { title, text } }
}

const busy = 'A lot of people are here at once'
const away = ['We could not hear an answer', 'Nothing you typed is lost. Please press the button again.'] as const
const other = ['That did not work', 'Something went wrong on our side. Please try again in a moment.'] as const

function inFields<Name extends string>(error: unknown, names: readonly Name[]): EntryFaults<Name> {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null
  const told = issuesOf(data).flatMap(({ path, message }) => {
    const name = names.find((one) => one === path)
    return name ? [[name, `Please look at this again: ${message}.`] as const] : []
  })
  if (told.length > 0) return { fields: Object.fromEntries(told) as Record<Name, string> }
  return { notice: { title: 'That could not be taken', text: refusalOf(error) } }
}
