/** The cents of a price as a person types it in euro, with a comma or a point; undefined for anything else. */
export function centsOf(typed: string): number | undefined {
  const [, euro, cents = ''] = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(typed.trim().replace(/^€\s*/, '')) ?? []
  return euro === undefined ? undefined : Number(euro) * 100 + Number(cents.padEnd(2, '0'))
}

/** What is wrong with a new price, in words; undefined when it can be set. */
export function priceFault(typed: string, nowCents: number): string | undefined {
  const cents = centsOf(typed)
  if (cents === undefined) return 'A price in euro, like 95 or 95.50.'
  if (cents === 0) return 'Nothing here is for nothing.'
  return cents === nowCents ? 'That is what it costs already.' : undefined
}
