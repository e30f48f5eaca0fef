/** What the watchers of orders were told, held against the shop's books. */
export interface Comparison {
  /** Entries that were told, each watcher's own. */
  readonly told: number
  /** Entries that are written and were not told. */
  readonly missed: number
  /** Entries that were told again, or after a later one. */
  readonly doubled: number
}

/** `told`: the `seq` of each entry as it came, by order. `written`: how many entries an order has, which count from 1. */
export function compareTold(
  told: ReadonlyMap<string, readonly number[]>,
  written: ReadonlyMap<string, number>,
): Comparison {
  let [all, missed, doubled] = [0, 0, 0]
  for (const [orderId, seqs] of told) {
    const seen = new Set(seqs)
    all += seqs.length
    for (let seq = 1; seq <= (written.get(orderId) ?? 0); seq += 1) if (!seen.has(seq)) missed += 1
    doubled += seqs.filter((seq, index) => index > 0 && seq <= Math.max(...seqs.slice(0, index))).length
  }
  return { told: all, missed, doubled }
}
