/** The word nearest to a mistyped one, by Levenshtein's distance (1965), if at most `changesMax` letters differ. */
export function nearestWord(typed: string, words: readonly string[], changesMax = 2): string | undefined {
  const [best] = words
    .map((word) => ({ word, changes: changesBetween(typed.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes)
  return best && best.changes <= changesMax ? best.word : undefined
}

function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const swapped = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
