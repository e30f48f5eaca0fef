import type { failureCode } from '~/gateway'

type Code = ReturnType<typeof failureCode>

interface Refusal {
  title: string
  text: string
}

/** Why an order could not be placed, in the shop's voice: what happened, what it means, what to do. */
export const refusalOf = (code: Code): Refusal => refusals[code] ?? other

const again = 'Everything you typed is kept. Press the button again: it can never order twice.'

const refusals: Partial<Record<Code, Refusal>> = {
  unknown_sku: {
    title: 'One print has left the wall',
    text: 'Something in your bag is no longer sold. Please look through it; nothing was ordered.',
  },
  inventory_unavailable: {
    title: 'The stock room does not answer',
    text: 'Nothing was ordered and nothing was charged. Please try again in a moment; everything you typed is kept.',
  },
  idempotency_in_flight: { title: 'We are still working on your order', text: again },
  idempotency_key_reused: {
    title: 'Something changed while you were ordering',
    text: 'Please look through it once more and press the button again.',
  },
  rate_limited: { title: 'A little slower, please', text: 'The door opens again in a moment; your bag is safe.' },
  unreachable: { title: 'We could not hear an answer', text: again },
  unavailable: { title: 'The shop cannot answer right now', text: again },
  overloaded: { title: 'Too much is going on right now', text: again },
}

const other: Refusal = { title: 'That did not work', text: `Something went wrong on our side. ${again}` }
