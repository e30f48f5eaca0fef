/**
 * IDEMPOTENT REQUESTS: the first answer under a key is stored by the statement that carries the request out, and every
 * repeat gets it. A duplicate that comes meanwhile waits on the row's lock, at most for the connection's `lock_timeout`.
 *
 *     return answerOnce({ keys }, { principal, operation: 'place', key }, input, async (requestHash) => {
 *       await insertOrder({ …, answer: { …, requestHash, result } })
 *       return result
 *     })
 */
import { createHash } from 'node:crypto'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { KeyStore, RequestKey } from './key-store.ts'
import { ownerOf } from './order-access.ts'

/** The key of a call; failures `idempotency_key_missing` and `idempotency_key_too_long` say what the contract asks for. */
export function requestKey({ envelope }: CallContext, operation: string): RequestKey {
  const { principal, idempotencyKey: key = '' } = envelope
  if (key === '')
    throw new Failure('idempotency_key_missing', { detail: 'Send a key of your own choice with this request' })
  if (key.length > 255) throw new Failure('idempotency_key_too_long')
  return { principal: ownerOf(principal), operation, key }
}

/**
 * Acts once a key: a repeat gets the first answer, also when it lost the race against it.
 * Failures: `idempotency_key_reused` for another input, `idempotency_in_flight` when the first takes too long.
 */
export async function answerOnce(
  { keys }: { keys: Pick<KeyStore, 'find'> },
  key: RequestKey,
  input: unknown,
  act: (requestHash: string) => Promise<object>,
): Promise<object> {
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex')
  const earlier = await keys.find(key)
  if (earlier) return replay(earlier, hash)
  try {
    return await act(hash)
  } catch (error) {
    // Whatever stopped us: if the same request was answered meanwhile, that is the answer.
    const first = await keys.find(key)
    if (first) return replay(first, hash)
    if (databaseCode(error) !== lockNotAvailable) throw error
    throw new Failure('idempotency_in_flight', { retryAfterMs: 1_000 }, { cause: error })
  }
}

function replay(first: { requestHash: string; result: object }, hash: string): object {
  if (first.requestHash === hash) return first.result
  throw new Failure('idempotency_key_reused', {
    detail: 'Use a new key for a new request, or repeat the first one unchanged',
  })
}

const lockNotAvailable = '55P03'

const databaseCode = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
