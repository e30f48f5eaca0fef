// Crockford's base 32: no I, L, O or U, so that nobody misreads a number over the phone.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number that people can say, e.g. `HT-7K3M9Q`; a billion of them exist, and the database refuses the rare second one. */
export function orderNumber(random: () => number): string {
  const letters = Array.from({ length: 6 }, () => alphabet[Math.floor(random() * alphabet.length)])
  return `HT-${letters.join('')}`
}
