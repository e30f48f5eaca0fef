/** Does so many things, `atOnce` at a time, and keeps what comes of each in its place. */
export async function inLanes<Result>(
  count: number,
  atOnce: number,
  run: (n: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const lane = async () => {
    while (next < count) {
      const n = next++
      results[n] = await run(n)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}
