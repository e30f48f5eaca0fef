import type { storefront } from '@switchyard/contracts/storefront'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import { hashOfKey } from './api-keys.ts'
import type { KeyMark, KeyStore } from './key-store.ts'

interface KeyDeskDeps {
  readonly keys: Omit<KeyStore, 'find'>
  readonly clock: Clock
  readonly newId: () => string
  /** At least 128 bits that nobody can guess, as text for a URL. */
  readonly newSecret: () => string
}

const shownCharacters = 16

/** What the office does with the keys of partners. The key itself leaves with the answer that made it, and is kept nowhere. */
export function keyDesk({ keys, clock, newId, newSecret }: KeyDeskDeps): Handlers<typeof storefront.apiKeys> {
  const newKey = (): { key: string } & KeyMark => {
    const key = `sk_halftone_${newSecret()}`
    return { key, hash: hashOfKey(key), prefix: key.slice(0, shownCharacters) }
  }
  return {
    create: async ({ input }) => {
      const { key, ...mark } = newKey()
      return { ...there(await keys.create({ keyId: newId(), ...input, ...mark })), key }
    },
    list: async () => ({ items: await keys.list() }),
    rotate: async ({ input: { keyId, overlapS } }) => {
      const { key, ...mark } = newKey()
      return { ...there(await keys.rotate(keyId, { ...mark, bothUntilMs: clock.now() + overlapS * 1_000 })), key }
    },
    revoke: async ({ input: { keyId } }) => there(await keys.revoke(keyId)),
  }
}

function there<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Failure('not_found', { detail: 'There is no such key, or it was revoked.' })
  return found
}
