/** What one round of a lane cost, by the name of what was measured, in microseconds for one operation. */
export type Sample = Readonly<Record<string, number>>

/** One way to do the same work, for one round. */
type Lane = () => Promise<Sample>

/**
 * Runs lanes by turns (A B A B …), so that whatever else the machine does befalls all of them alike. The first round warms
 * up and is not kept.
 */
export async function interleave<Name extends string>(
  lanes: Readonly<Record<Name, Lane>>,
  rounds: number,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(lanes) as Name[]
  const kept = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const sample = await lanes[name]()
      if (round > 0) kept[name].push(sample)
    }
  }
  return kept
}
