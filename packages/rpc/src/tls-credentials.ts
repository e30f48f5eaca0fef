import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { ChangingFile } from './changing-file.ts'

/** What a process proves itself by, and whom it believes; all PEM. A certificate stands first in its chain. */
export interface Credentials {
  cert: string
  key: string
  ca: string
}

/** Gives the credentials that are good now: the same object for as long as nothing has changed. */
export type OwnCredentials = () => Promise<Credentials>

interface FollowOptions {
  files: Credentials
  /** What the certificate has to be for. */
  name: string
  clock: Clock
  log: Pick<Log, 'info' | 'error'>
}

/**
 * Follows the three files, so that certificates are renewed without a restart. They are changed one after the other, so
 * what does not fit together is not used: the last that did is, and the log says why. Rejects when nothing did yet.
 */
export function followCredentials({ files, name, clock, log }: FollowOptions): OwnCredentials {
  const followed = (['cert', 'key', 'ca'] as const).map(
    (part) => new ChangingFile({ file: files[part], clock, parse: (text) => text }),
  )
  let used: Credentials | undefined
  let told = ''
  const read = async (): Promise<Credentials> => {
    const [cert = '', key = '', ca = ''] = await Promise.all(followed.map((file) => file.read()))
    if (used && cert === used.cert && key === used.key && ca === used.ca) return used
    const latest = { cert, key, ca }
    const [fault] = credentialFaults(latest, { name, nowMs: clock.now() })
    if (fault) throw new Error(fault.what)
    createSecureContext(latest) // Throws at what OpenSSL will not take.
    if (used) log.info({ name }, 'uses a renewed certificate')
    told = ''
    used = latest
    return latest
  }
  return () =>
    read().catch((error) => {
      if (!used) throw error
      if (told !== String(error)) log.error({ err: error }, 'a changed certificate is not used')
      told = String(error)
      return used
    })
}

/** What is wrong, and with which of the three. */
export interface CredentialFault {
  part: keyof Credentials
  what: string
}

/** What keeps credentials from proving that a process is `name`, each with its fix; nothing when they do. */
export function credentialFaults(
  { cert, key, ca }: Credentials,
  { name, nowMs }: { name: string; nowMs: number },
): CredentialFault[] {
  const chain = certificatesOf(cert)
  const trusted = certificatesOf(ca)
  const [leaf] = chain
  const faults: CredentialFault[] = []
  if (trusted.length === 0) faults.push({ part: 'ca', what: 'holds no certificate of an authority; it must be PEM' })
  const wrong = (what: string) => faults.push({ part: 'cert', what })
  if (!leaf) {
    wrong('holds no certificate; it must be PEM, its own certificate first')
    return faults
  }
  if (!isKeyOf(leaf, key)) faults.push({ part: 'key', what: 'is not the key of the certificate, or is no PEM' })
  if (!leaf.checkHost(name, { subject: 'never' })) wrong(`is not for ${name}; issue one that has this name as its SAN`)
  if (leaf.validToDate.getTime() <= nowMs) wrong(`expired at ${leaf.validToDate.toISOString()}; renew it`)
  if (leaf.validFromDate.getTime() > nowMs) {
    wrong(`is not valid before ${leaf.validFromDate.toISOString()}; look at the clock`)
  }
  if (trusted.length > 0 && !isIssued(chain, trusted)) wrong('was not issued by an authority of TLS_CA_FILE')
  return faults
}

function certificatesOf(pem: string): X509Certificate[] {
  try {
    return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
      (one) => new X509Certificate(one),
    )
  } catch {
    return []
  }
}

function isKeyOf(cert: X509Certificate, key: string): boolean {
  try {
    return cert.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

/** Each certificate of the chain by one that follows, the last by an authority. */
const isIssued = (chain: readonly X509Certificate[], trusted: readonly X509Certificate[]): boolean =>
  chain.every((cert, n) =>
    [...chain.slice(n + 1), ...trusted].some((issuer) => cert.checkIssued(issuer) && cert.verify(issuer.publicKey)),
  )
