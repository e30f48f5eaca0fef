import { SeenSeq } from '@switchyard/contracts/orders'
import { Failure } from '@switchyard/rpc/failure'

/** How far a history was seen, as the id of an event says it; from the start where it says nothing. Throws `invalid_input`. */
export function seenSeqOf(id: string | null | undefined): number {
  const seq = SeenSeq.safeParse(Number(id ?? 0))
  if (seq.success) return seq.data
  throw new Failure('invalid_input', {
    detail: 'The last event’s id must be one of ours, which are the seqs of entries.',
  })
}
