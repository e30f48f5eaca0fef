import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Reads a secret that the platform put into `SECRETS_DIR`. Throws with the file's name when it is missing or empty. */
export function readSecret(dir: string, name: string): string {
  const file = join(dir, name)
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch {
    throw new Error(`The secret ${name} is missing from SECRETS_DIR; the host generates it at start.`)
  }
  if (text === '') throw new Error(`The secret ${name} in SECRETS_DIR is empty.`)
  return text
}
