import { readFile } from 'node:fs/promises'
import type { Clock } from '@switchyard/runtime/clock'
import { type CryptoKey, importJWK } from 'jose'
import { z } from 'zod'

const KeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.literal('OKP') })) })

/**
 * Finds a public key by its id. An id that is not known yet has the file read again, at most once a second, so new keys
 * are believed without a restart and an attacker's made-up ids cost nothing.
 */
export function publicKeys({ file, clock, readAgainMs = 1_000 }: { file: string; clock: Clock; readAgainMs?: number }) {
  let keys = new Map<string, CryptoKey>()
  let readAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const read = async () => {
    const { keys: listed } = KeySet.parse(JSON.parse(await readFile(file, 'utf8')))
    const imported = await Promise.all(listed.map(async (jwk) => [jwk.kid, await importJWK(jwk, 'EdDSA')] as const))
    keys = new Map(imported.filter((entry): entry is [string, CryptoKey] => !(entry[1] instanceof Uint8Array)))
  }

  return async (kid: string | undefined): Promise<CryptoKey> => {
    const known = keys.get(kid ?? '')
    if (known) return known
    if (!reading && clock.now() - readAtMs >= readAgainMs) {
      readAtMs = clock.now()
      reading = read().finally(() => {
        reading = undefined
      })
    }
    await reading
    const found = keys.get(kid ?? '')
    if (!found) throw new Error('No such key.')
    return found
  }
}
