import { generateKeyPairSync } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'

/** Who signs calls and registrations with a key pair of its own. */
export const signers = ['gateway', 'orders', 'inventory', 'host'] as const

/** An Ed25519 key as RFC 8037 writes it; without `d` it is the public half. */
export interface PrivateJwk {
  readonly kid: string
  readonly x?: string
  readonly d?: string
}

/** A key pair whose id says whose it is, so that it can speak for nobody else, and the how-manieth. */
export function newPrivateKey(service: string, number: number): PrivateJwk {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { ...jwk, kid: `${service}-${number}`, alg: 'EdDSA', use: 'sig' } as PrivateJwk
}

/** What everybody may know of a key pair. */
export function publicHalf({ d: _private, ...publicKey }: PrivateJwk): PrivateJwk {
  return publicKey
}

/** Writes a secret whole or not at all, for its owner alone. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.new`
  writeFileSync(unfinished, text, { mode: 0o600 })
  renameSync(unfinished, file)
}
