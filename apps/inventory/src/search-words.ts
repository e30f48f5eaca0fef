/**
 * What a visitor typed, as a query of Postgres' full-text search in which every word may be a beginning: `conto 2`
 * becomes `conto:* & 2:*`. Undefined when nothing was asked. Only letters and digits are kept, so no input is a syntax error.
 */
export function prefixQuery(search: string | undefined): string | undefined {
  if (search === undefined || search.trim() === '') return undefined
  const words = search
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  // Nothing but punctuation finds nothing, rather than everything.
  return words
    ? words
        .slice(0, wordsMax)
        .map((word) => `${word}:*`)
        .join(' & ')
    : ''
}

const wordsMax = 8
