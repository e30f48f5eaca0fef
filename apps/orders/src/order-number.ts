// Crockford's base 32: no I, L, O or U, so that nobody misreads a number over the phone.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const triesMax = 5

/** A number that people can say, e.g. `HT-7K3M9Q`; a billion of them exist. */
export function orderNumber(random: () => number): string {
  const letters = Array.from({ length: 6 }, () => alphabet[Math.floor(random() * alphabet.length)])
  return `HT-${letters.join('')}`
}

/** Makes something under a new number, and under another one when the database says that some order has it already. */
export async function withFreshNumber<Made>(
  random: () => number,
  make: (number: string) => Promise<Made>,
): Promise<Made> {
  for (let tries = 1; ; tries++) {
    try {
      return await make(orderNumber(random))
    } catch (error) {
      if (tries === triesMax || !isNumberTaken(error)) throw error
    }
  }
}

const isNumberTaken = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'orders_number_key'
