/** A connection broke before the reply was there; what was asked may or may not have been done. */
export class ReplyLost extends Error {
  override readonly name = 'ReplyLost'
}
