/** What a database says when it refuses a statement, as the driver hands it on. */
export class RefusedByDatabase extends Error {
  override readonly name = 'RefusedByDatabase'
  readonly code: string
  readonly constraint: string

  constructor(code: '23505' | '23514', constraint: string) {
    super(`${code === '23505' ? 'duplicate key' : 'check'} violates constraint "${constraint}"`)
    this.code = code
    this.constraint = constraint
  }
}

/** Refuses, as a CHECK does, what must never be in a row. */
export function assertKept(constraint: string, holds: boolean): void {
  if (!holds) throw new RefusedByDatabase('23514', constraint)
}
