/** What the terminal says of an error that ended a command: what is wrong and what to do, or for a bug its stack. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, path = 'DATA_DIR' } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return `The disk is full (${path}). Free some space, or set DATA_DIR to another disk; then start again.`
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return `${path} cannot be written. Give it to your user, or set DATA_DIR to a folder of yours.`
  }
  // Errors that we name are written for people; the language's own are bugs.
  const isOurs = error.name !== 'Error' && !(error.name in globalThis)
  const told = isOurs ? error.message : (error.stack ?? error.message)
  return /ENOSPC|No space left/i.test(told) ? `${told}\n\nThe disk is full: free some space and start again.` : told
}
