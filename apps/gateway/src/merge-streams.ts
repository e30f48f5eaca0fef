/** The values of all sources as they come, each with its source's place. */
export async function* merged<Value>(
  sources: readonly (AsyncGenerator<Value> | null)[],
): AsyncGenerator<[number, Value]> {
  const next = async (index: number) => ({ index, result: await sources[index]?.next() })
  const waiting = new Map(sources.flatMap((source, index) => (source ? [[index, next(index)]] : [])))
  try {
    while (waiting.size > 0) {
      const { index, result } = await Promise.race(waiting.values())
      if (!result || result.done) {
        waiting.delete(index)
        continue
      }
      yield [index, result.value]
      waiting.set(index, next(index))
    }
  } finally {
    for (const source of sources) void source?.return(undefined)
  }
}
