/**
 * Does both at once and leaves nothing running behind: when one fails or `signal` aborts, the other is aborted and
 * awaited before the first failure is thrown.
 */
export async function together<First, Second>(
  signal: AbortSignal,
  first: (signal: AbortSignal) => Promise<First>,
  second: (signal: AbortSignal) => Promise<Second>,
): Promise<[First, Second]> {
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const watched = async <Result>(work: Promise<Result>) =>
    work.catch((error: unknown) => {
      failure.abort(error)
      throw error
    })
  const both = [watched(first(either)), watched(second(either))] as const
  await Promise.allSettled(both)
  signal.throwIfAborted()
  failure.signal.throwIfAborted()
  return Promise.all(both)
}
