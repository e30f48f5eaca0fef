/** What {@link rankTest} finds. */
export interface RankTest {
  /** How often a value of `a` is above one of `b`, ties counting half: 0.5 when nothing tells them apart. */
  readonly above: number
  /** How probable ranks as uneven as these are if both come from one source; two-sided. */
  readonly p: number
}

/**
 * Whether two samples tell their sources apart, whatever their distributions: the rank-sum test of Mann and Whitney
 * (Annals of Mathematical Statistics 18, 1947), by the normal approximation with the correction for ties.
 */
export function rankTest(a: readonly number[], b: readonly number[]): RankTest {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))]
  all.sort((one, other) => one.value - other.value)
  let rankSum = 0
  let ties = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1
    const size = to - from
    const rank = (from + 1 + to) / 2
    rankSum += rank * all.slice(from, to).filter(({ isA }) => isA).length
    ties += size ** 3 - size
    from = to
  }
  const [pairs, n] = [a.length * b.length, all.length]
  const u = rankSum - (a.length * (a.length + 1)) / 2
  const variance = (pairs / 12) * (n + 1 - ties / (n * (n - 1)))
  const z = variance === 0 ? 0 : Math.max(Math.abs(u - pairs / 2) - 0.5, 0) / Math.sqrt(variance)
  return { above: u / pairs, p: Math.min(1, 2 * upperTail(z)) }
}

/** Of the standard normal distribution; within 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
function upperTail(z: number): number {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return (poly * Math.exp(-x * x)) / 2
}
