import type { FailureCode, Issue } from '@switchyard/contracts/failure'

/** What was asked of a dead letter cannot be done; `message` is for the person who asked. */
export class DeadLetterRefused extends Error {
  override readonly name = 'DeadLetterRefused'
  readonly code: Extract<FailureCode, 'not_found' | 'invalid_input' | 'dead_letter_changed'>
  readonly issues: readonly Issue[]

  constructor(code: DeadLetterRefused['code'], detail: string, issues: readonly Issue[] = []) {
    super(detail)
    this.code = code
    this.issues = issues
  }
}
