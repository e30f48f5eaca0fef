import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

/**
 * For tests, which run without a host. Gives each service that has none an Ed25519 key pair: `keys/<service>.private.jwk` for itself, and all public halves
 * in `keys/public.jwks`. A key's id starts with its service's name, so a key can speak for nobody else. Existing keys stay.
 */
export async function ensureServiceKeys({ secretsDir, services }: { secretsDir: string; services: readonly string[] }) {
  const dir = join(secretsDir, 'keys')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const published = new Map(publishedKeys(dir).map((key) => [key.kid, key]))
  for (const service of services) {
    const file = join(dir, `${service}.private.jwk`)
    if (existsSync(file)) {
      const { d: _secret, ...known } = JSON.parse(readFileSync(file, 'utf8')) as JWK
      published.set(known.kid, known)
      continue
    }
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
    const half = await exportJWK(publicKey)
    const kid = `${service}-${(await calculateJwkThumbprint(half)).slice(0, 12)}`
    await writeFile(file, JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'EdDSA' }), { mode: 0o600 })
    published.set(kid, { ...half, kid, alg: 'EdDSA', use: 'sig' })
  }
  // Written beside and moved, so that no reader ever sees half a file.
  await writeFile(join(dir, 'public.jwks.new'), JSON.stringify({ keys: [...published.values()] }), { mode: 0o600 })
  await rename(join(dir, 'public.jwks.new'), join(dir, 'public.jwks'))
}

function publishedKeys(dir: string): JWK[] {
  const file = join(dir, 'public.jwks')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { keys: JWK[] }).keys : []
}
