import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { databaseOwners } from '@switchyard/db/owners'
import { redisUserNames } from './redis-users.ts'
import { newPrivateKey, type PrivateJwk, publicHalf, signers, writeWhole } from './signing-keys.ts'

const textSecrets = [
  'accounts.secret',
  'audit.secret',
  'guest-cookie.secret',
  'ingress.secret',
  'lab-scope.secret',
  'payments-api.secret',
  'payments-webhook.secret',
  'payments-ledger.token',
  'order-access.secret',
  'partner-webhooks.secret',
  'host.token',
  'postgres.password',
  'redis.password',
  ...redisUserNames.map((name) => `redis-${name}.password` as const),
  ...databaseOwners.map((owner) => `postgres-${owner}.password` as const),
] as const

/** The name of a secret that is one line of text. */
type TextSecret = (typeof textSecrets)[number] | 'partner-api.key'

/** Reads one of the text secrets that {@link ensureSecrets} made. */
export type ReadSecret = (name: TextSecret) => string

/**
 * Generates what is missing in `dir` and touches nothing that is there, so that a platform may bring its own: Ed25519
 * key pairs as JWK (`keys/<service>.private.jwk`, all public ones in `keys/public.jwks`) and random text. The folder is
 * 0700, every file 0600 and written whole or not at all.
 */
export function ensureSecrets(dir: string): ReadSecret {
  mkdirSync(dirname(dir), { recursive: true }) // By itself, since a mode given below would hold for it too.
  mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
  for (const name of textSecrets) ensureFile(join(dir, name), () => randomBytes(32).toString('base64url'))
  ensureFile(join(dir, 'partner-api.key'), () => `sk_halftone_${randomBytes(32).toString('base64url')}`)
  ensureKeys(join(dir, 'keys'))
  return (name) => readFileSync(join(dir, name), 'utf8').trim()
}

function ensureKeys(dir: string): void {
  const publicKeys = signers.map((service) => {
    const file = join(dir, `${service}.private.jwk`)
    ensureFile(file, () => JSON.stringify(newPrivateKey(service, 1), null, 2))
    return publicHalf(JSON.parse(readFileSync(file, 'utf8')))
  })
  const file = join(dir, 'public.jwks')
  const known: PrivateJwk[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).keys : []
  const isKnown = (key: PrivateJwk) => known.some(({ kid, x }) => kid === key.kid && x === key.x)
  // The public keys of a rotation, the one before and the next, stay.
  const kept = known.filter(({ kid }) => !publicKeys.some((key) => key.kid === kid))
  if (!publicKeys.every(isKnown)) writeWhole(file, JSON.stringify({ keys: [...publicKeys, ...kept] }, null, 2))
}

function ensureFile(file: string, generate: () => string): void {
  if (!existsSync(file)) writeWhole(file, `${generate()}\n`)
}
