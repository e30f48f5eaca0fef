/** How the provider treats a card, by its token: its charge and, but for the delay, its refund. */
export interface CardBehaviour {
  outcome: 'captured' | 'declined'
  /** The bank thinks this long before the money moves. */
  delayMs: number
  /** This many tries under one key fail before one is heard. */
  failures: number
  /** Its bank cannot be reached: no try is ever heard. */
  down: boolean
  /** The answer to the try that moves the money gets lost on its way. */
  answerLost: boolean
}

const plain: CardBehaviour = { outcome: 'captured', delayMs: 0, failures: 0, down: false, answerLost: false }

const cards: Record<string, CardBehaviour> = {
  tok_ok: plain,
  tok_declined: { ...plain, outcome: 'declined' },
  tok_slow: { ...plain, delayMs: 10_000 },
  tok_timeout: { ...plain, answerLost: true },
  tok_flaky: { ...plain, failures: 2 },
  tok_down: { ...plain, down: true },
}

/** Every token has a behaviour: a card that the bank does not know is declined. */
export const behaviourOf = (token: string): CardBehaviour => cards[token] ?? { ...plain, outcome: 'declined' }
