/**
 * What went wrong between two processes: `refused` never reached the other side; `broken` (the connection ended), `silent`
 * (the instance says nothing at all) and `late` (it speaks, but this answer takes too long) may have done its work.
 */
type TransportFaultKind = 'refused' | 'broken' | 'silent' | 'late'

/** A call got no answer. Unlike a `Failure` it says nothing about the call itself, so another instance may answer it. */
export class TransportFault extends Error {
  readonly kind: TransportFaultKind

  constructor(kind: TransportFaultKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TransportFault'
    this.kind = kind
  }
}

/** Whether an error is a transport fault, and of this kind if one is given. */
export const isTransportFault = (error: unknown, kind?: TransportFaultKind): error is TransportFault =>
  error instanceof TransportFault && (kind === undefined || error.kind === kind)
