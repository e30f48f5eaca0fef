/** The nearest-rank percentile (0 < share ≤ 1) of unsorted values; undefined when there is none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  if (!(share > 0 && share <= 1)) throw new RangeError(`a percentile is a share above 0 up to 1, not ${share}`)
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1]
}

/**
 * How often something went wrong, worded as what the observation supports: none of n seen does not mean never, but less
 * than 3/n at 95 % confidence (the rule of three: Hanley & Lippman-Hand, JAMA 1983).
 */
export function worded(count: number, of: number): string {
  if (of === 0) return 'none seen'
  if (count === 0) return `0 of ${of} (< 3/${of})`
  return `${count} of ${of} (${percent(count / of)})`
}

function percent(share: number): string {
  return `${share * 100 < 0.1 ? (share * 100).toPrecision(1) : (share * 100).toFixed(1)} %`
}
