import type { Clock } from '@switchyard/runtime/clock'
import { type CryptoKey, importJWK } from 'jose'
import { z } from 'zod'
import { ChangingFile } from './changing-file.ts'
import { ownerOf, type PublicKeys } from './public-keys.ts'

/** Gives the private key that this service signs with now, and the id of its public half. */
export type OwnKey = () => Promise<SigningKey>

interface SigningKey {
  kid: string
  key: CryptoKey
}

const Jwk = z.looseObject({ kid: z.string(), kty: z.literal('OKP') })

interface OwnKeyOptions {
  file: string
  service: string
  publicKeys: PublicKeys
  clock: Clock
}

/**
 * Follows a private key file, so that a key is rotated without a restart. A new key is used only once its public half is
 * published, whatever order the files were changed in, and a file that cannot be read changes nothing. Throws when there
 * is no usable key to begin with.
 */
export async function ownKey({ file, service, publicKeys, clock }: OwnKeyOptions): Promise<OwnKey> {
  const keys = new ChangingFile({ file, clock, parse: (text) => readKey(text, service) })
  let used = await keys.read()
  return async () => {
    const latest = await keys.read().catch(() => used)
    if (latest === used) return used
    const published = await publicKeys(latest.kid).catch(() => undefined)
    if (published) used = latest
    return used
  }
}

async function readKey(text: string, service: string): Promise<SigningKey> {
  const jwk = Jwk.parse(JSON.parse(text))
  if (ownerOf(jwk.kid) !== service) throw new Error(`The key ${jwk.kid} is not one of ${service}'s.`)
  const key = await importJWK(jwk, 'EdDSA')
  if (key instanceof Uint8Array) throw new Error(`The key ${jwk.kid} is not an Ed25519 key.`)
  return { kid: jwk.kid, key }
}
