import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock } from './lock.ts'
import { newPrivateKey, type PrivateJwk, publicHalf, writeWhole } from './signing-keys.ts'

/** A rotation was refused; the message says what to do. */
class RotationError extends Error {
  override readonly name = 'RotationError'
}

/**
 * Longer than anything is valid that a service signs (a token: reused for 45 s, good for 60 s, 5 s of clock skew), so that
 * a key which has not signed for this long can be forgotten.
 */
const keptMs = 180_000

/** What a rotation needs. */
export interface RotateOptions {
  readonly secretsDir: string
  readonly service: string
  /** How long everybody has to be able to see the new public key before it is used; a mounted folder may lag. */
  readonly publishedForMs: number
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/**
 * Gives a service another key pair while everything runs, in two steps of which neither breaks a call: first the next
 * public key is published beside the others, and once everybody can know it the private one is exchanged. The public key
 * before stays until the next rotation, and longer when that comes soon, since what it signed is still under way.
 *
 * Interrupted between the steps it has changed nothing that matters; run it again.
 */
export async function rotateKeys({ secretsDir, service, publishedForMs, now, sleep }: RotateOptions): Promise<string> {
  const dir = join(secretsDir, 'keys')
  const privateFile = join(dir, `${service}.private.jwk`)
  const publicFile = join(dir, 'public.jwks')
  if (!existsSync(privateFile)) throw new RotationError(`${privateFile} is not there: npm start makes the first keys.`)
  const lock = takeLock(dir)
  if ('heldBy' in lock) throw new RotationError(`Process ${lock.heldBy} is rotating keys; wait until it is done.`)
  try {
    const current: PrivateJwk = JSON.parse(readFileSync(privateFile, 'utf8'))
    const { keys }: { keys: PrivateJwk[] } = JSON.parse(readFileSync(publicFile, 'utf8'))
    const isOwn = ({ kid }: PrivateJwk) => kid.startsWith(`${service}-`)
    const isSettled = now() - statSync(privateFile).mtimeMs > keptMs
    const kept = keys.filter((key) => !isOwn(key) || key.kid === current.kid || !isSettled)
    const next = newPrivateKey(service, 1 + Math.max(...keys.filter(isOwn).map(numberOf), numberOf(current)))
    writeWhole(publicFile, JSON.stringify({ keys: [...kept, publicHalf(next)] }, null, 2))
    await sleep(publishedForMs)
    writeWhole(privateFile, `${JSON.stringify(next, null, 2)}\n`)
    return next.kid
  } finally {
    lock.release()
  }
}

const numberOf = ({ kid }: PrivateJwk): number => Number(/-(\d+)$/.exec(kid)?.[1] ?? 0)
