import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { databaseOwners } from '@switchyard/db/owners'

/** Who signs calls with a key pair of its own. */
const signers = ['gateway', 'orders', 'inventory', 'host'] as const

const textSecrets = [
  'guest-cookie.secret',
  'ingress.secret',
  'lab-scope.secret',
  'payments-api.secret',
  'payments-webhook.secret',
  'payments-ledger.token',
  'order-access.secret',
  'host.token',
  'postgres.password',
  'redis.password',
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

interface PublicJwk {
  readonly kid?: unknown
  readonly x?: unknown
}

function ensureKeys(dir: string): void {
  const publicKeys = signers.map((service) => {
    const file = join(dir, `${service}.private.jwk`)
    ensureFile(file, () => JSON.stringify(newPrivateKey(service), null, 2))
    const { d: _private, ...publicKey } = JSON.parse(readFileSync(file, 'utf8'))
    return publicKey as PublicJwk
  })
  const file = join(dir, 'public.jwks')
  const known: PublicJwk[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).keys : []
  const isKnown = (key: PublicJwk) => known.some(({ kid, x }) => kid === key.kid && x === key.x)
  // Public keys that were added by hand (a next key during a rotation) stay.
  const kept = known.filter(({ kid }) => !publicKeys.some((key) => key.kid === kid))
  if (!publicKeys.every(isKnown)) writeWhole(file, JSON.stringify({ keys: [...publicKeys, ...kept] }, null, 2))
}

function newPrivateKey(service: string) {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { ...jwk, kid: `${service}-1`, alg: 'EdDSA', use: 'sig' }
}

function ensureFile(file: string, generate: () => string): void {
  if (!existsSync(file)) writeWhole(file, `${generate()}\n`)
}

function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.new`
  writeFileSync(unfinished, text, { mode: 0o600 })
  renameSync(unfinished, file)
}
