import type { Press } from './press-pay'

/** What two presses came to: the same bytes, a refusal of the second, two orders, or one that was still under way. */
export type Verdict = 'same' | 'refused' | 'two-orders' | 'in-flight' | 'failed'

/** Two answers under one key, held against each other. */
export function verdictOf([first, second]: readonly [Press, Press]): Verdict {
  if (first.status === 202 && second.status === 202) return areEqual(first.body, second.body) ? 'same' : 'two-orders'
  if (codeOf(first) === 'idempotency_in_flight' || codeOf(second) === 'idempotency_in_flight') return 'in-flight'
  return first.status === 202 && codeOf(second) === 'idempotency_key_reused' ? 'refused' : 'failed'
}

/** Byte by byte. */
const areEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

/** The answer as text. */
export const textOf = ({ body }: Pick<Press, 'body'>): string => new TextDecoder().decode(body)

/** The order that an answer tells of. */
export const orderIdOf = (press: Pick<Press, 'body'>): string | null => fieldOf(press, 'orderId')
export const orderNumberOf = (press: Pick<Press, 'body'>): string | null => fieldOf(press, 'number')
/** The problem's code. */
export const codeOf = (press: Pick<Press, 'body'>): string | null => fieldOf(press, 'code')

function fieldOf(press: Pick<Press, 'body'>, name: string): string | null {
  try {
    const value: unknown = Object(JSON.parse(textOf(press)))[name]
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
