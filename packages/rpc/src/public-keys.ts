import type { Clock } from '@switchyard/runtime/clock'
import { type CryptoKey, importJWK } from 'jose'
import { z } from 'zod'
import { ChangingFile } from './changing-file.ts'

/** Finds a public key by its id; rejects when nobody published it. */
export type PublicKeys = (kid: string | undefined) => Promise<CryptoKey>

/** What the error says when nobody published a key; the only thing that time may change about a signed text. */
export const unknownKey = 'the key is not known'

const KeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.literal('OKP') })) })

/**
 * Follows the file with everybody's public keys. An id that is not known has the file looked at, so a new key is believed
 * as soon as it is published, and made-up ids cost a look at the file's date. A key that is taken out is believed for
 * a second more. A file that cannot be read changes nothing.
 */
export function publicKeys({ file, clock }: { file: string; clock: Clock }): PublicKeys {
  const keys = new ChangingFile({ file, clock, parse: readKeys })
  let known: ReadonlyMap<string, CryptoKey> = new Map()
  return async (kid = '') => {
    known = await keys.read().catch(() => known)
    if (!known.has(kid)) known = await keys.look().catch(() => known)
    const found = known.get(kid)
    if (!found) throw new Error(unknownKey)
    return found
  }
}

/** The service that a key speaks for, by its id `<service>-<anything>`; nobody's key has an id without one. */
export const ownerOf = (kid = ''): string | undefined => /^([a-z]+)-/.exec(kid)?.[1]

async function readKeys(text: string): Promise<ReadonlyMap<string, CryptoKey>> {
  const { keys } = KeySet.parse(JSON.parse(text))
  const imported = await Promise.all(keys.map(async (jwk) => [jwk.kid, await importJWK(jwk, 'EdDSA')] as const))
  return new Map(imported.filter((entry): entry is [string, CryptoKey] => !(entry[1] instanceof Uint8Array)))
}
