/**
 * Writes one batch at a time: what comes while one is being written waits, and goes together in the next (group commit).
 * So a queue for one lock costs one transaction a batch and one connection, however many wait.
 */
export function createGroupWriter<Item, Written>(writeAll: (items: readonly Item[]) => Promise<Written[]>) {
  let waiting: { items: readonly Item[]; resolve: (written: Written[]) => void; reject: (error: unknown) => void }[] =
    []
  let isWriting = false

  const work = async () => {
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const written = await writeAll(batch.flatMap(({ items }) => items))
        let from = 0
        for (const { items, resolve } of batch) {
          resolve(written.slice(from, from + items.length))
          from += items.length
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isWriting = false
  }

  /** Resolves with what became of these items, in their order, once they are written; rejects when their batch was not. */
  return (items: readonly Item[]): Promise<Written[]> => {
    const { promise, resolve, reject } = Promise.withResolvers<Written[]>()
    waiting.push({ items, resolve, reject })
    if (!isWriting) void work()
    return promise
  }
}
