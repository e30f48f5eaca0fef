import { NotOursError } from './engine.ts'
import { Refusal } from './supervisor.ts'

const statuses = {
  malformed_json: 400,
  invalid_input: 400,
  unauthenticated: 401,
  not_found: 404,
  not_scalable: 409,
  not_hurtable: 409,
  not_ours: 409,
  not_running: 409,
  too_many: 409,
  body_too_large: 413,
  internal: 500,
  unavailable: 503,
} as const

/** A successful answer of the control API. */
export interface ControlAnswer {
  readonly status: 200 | 201 | 202
  readonly body: unknown
}

/** A request that the control API refuses; `code` and `message` go to whoever asked, as a problem (RFC 9457). */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly code: keyof typeof statuses

  constructor(code: ControlError['code'], message: string) {
    super(message)
    this.code = code
  }

  get status(): number {
    return statuses[this.code]
  }

  /** What the outside may know of any error; a bug is not told. */
  static from(error: unknown): ControlError {
    if (error instanceof ControlError) return error
    if (error instanceof Refusal) return new ControlError(error.code, error.message)
    if (error instanceof NotOursError) return new ControlError('not_ours', error.message)
    return new ControlError('internal', 'The host failed; its terminal says more.')
  }
}
