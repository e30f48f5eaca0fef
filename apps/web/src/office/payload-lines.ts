/** A line of a payload: as it is in both, only before a change, or only after it. */
export interface PayloadLine {
  text: string
  kind: 'same' | 'before' | 'after'
}

/** A payload as a person reads and mends it. */
export const payloadText = (payload: unknown): string => JSON.stringify(payload, null, 2)

/** Both payloads as one text, with what a change took out and put in; lines that did not change stand once. */
export function payloadLines(before: unknown, after: unknown): PayloadLine[] {
  const [old, now] = [payloadText(before).split('\n'), payloadText(after).split('\n')]
  const rows = lengthsOfCommon(old, now)
  const lines: PayloadLine[] = []
  let [a, b] = [0, 0]
  while (a < old.length || b < now.length) {
    const [was, is] = [old[a], now[b]]
    if (was !== undefined && was === is) {
      lines.push({ text: was, kind: 'same' })
      a += 1
      b += 1
    } else if (was !== undefined && (is === undefined || (rows[a + 1]?.[b] ?? 0) >= (rows[a]?.[b + 1] ?? 0))) {
      lines.push({ text: was, kind: 'before' })
      a += 1
    } else {
      lines.push({ text: is ?? '', kind: 'after' })
      b += 1
    }
  }
  return lines
}

/** For each pair of places, how many lines the rests have in common, in order. */
function lengthsOfCommon(old: readonly string[], now: readonly string[]): number[][] {
  const rows: number[][] = Array.from({ length: old.length + 1 }, () => new Array(now.length + 1).fill(0))
  for (let a = old.length - 1; a >= 0; a--) {
    for (let b = now.length - 1; b >= 0; b--) {
      const [here, below] = [rows[a] ?? [], rows[a + 1] ?? []]
      here[b] = old[a] === now[b] ? 1 + (below[b + 1] ?? 0) : Math.max(below[b] ?? 0, here[b + 1] ?? 0)
    }
  }
  return rows
}
