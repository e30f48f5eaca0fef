import type { DeadLetterState } from '@switchyard/contracts/dead-letter'
import type { LetterOwner } from '@switchyard/contracts/owned-letters'

/** Which letters the page shows, as its address has it. */
export interface LettersAsked {
  state: DeadLetterState
  service?: LetterOwner
  /** The name of the message. */
  name?: string
  /** The letter that is open. */
  letter?: { service: LetterOwner; id: string }
}

const states: readonly DeadLetterState[] = ['waiting', 'replaying', 'replayed', 'dropped']
const services: readonly LetterOwner[] = ['orders', 'inventory']

/** Reads the address; what it cannot mean is left out. */
export function readAsked(address: Pick<URLSearchParams, 'get'>): LettersAsked {
  const state = states.find((one) => one === address.get('state')) ?? 'waiting'
  const service = serviceOf(address.get('service'))
  const name = address.get('name')
  const [owner, id] = address.get('letter')?.split(':', 2) ?? []
  const keeper = serviceOf(owner)
  return {
    state,
    ...(service && { service }),
    ...(name && { name: name.slice(0, 200) }),
    ...(keeper && id && /^[0-9a-f-]{36}$/.test(id) && { letter: { service: keeper, id } }),
  }
}

/** The address that shows these letters. */
export function addressOf({ state, service, name, letter }: LettersAsked): string {
  const parts = new URLSearchParams()
  if (state !== 'waiting') parts.set('state', state)
  if (service) parts.set('service', service)
  if (name) parts.set('name', name)
  if (letter) parts.set('letter', `${letter.service}:${letter.id}`)
  const query = parts.toString()
  return `/admin/dead-letters${query && `?${query}`}`
}

const serviceOf = (text: string | null | undefined) => services.find((one) => one === text)
