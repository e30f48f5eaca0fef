import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { signers, writeWhole } from './signing-keys.ts'
import type { Timers } from './timers.ts'

/** Who proves by a certificate who it is. The web is not among them: Next.js serves nothing but plain HTTP. */
const holders = [...signers, 'ingress'] as const
type Holder = (typeof holders)[number]

const hourMs = 3_600_000
const lifeMs = 24 * hourMs
const renewedAfterMs = 8 * hourMs

/** Whether a service is among those that get a certificate. */
export const holdsCertificate = (name: string): name is Holder => holders.some((holder) => holder === name)

/** Where the certificate of a service is, as its environment names it; nothing when TLS is off. */
export function certificateFiles({ tls, dataDir }: { tls: boolean; dataDir: string }, holder: Holder): TlsFiles {
  const file = (name: string) => join(dataDir, 'tls', `${name}.pem`)
  if (!tls) return {}
  return { TLS_CERT_FILE: file(`${holder}.cert`), TLS_KEY_FILE: file(`${holder}.key`), TLS_CA_FILE: file('ca') }
}

/** The part of an environment that names them. */
export type TlsFiles = Partial<Record<'TLS_CERT_FILE' | 'TLS_KEY_FILE' | 'TLS_CA_FILE', string>>

/**
 * Gives every holder a certificate for a day, from an authority whose key never leaves this process, and another one
 * every eight hours: each start has certificates of its own. Returns what ends the renewing.
 */
export async function keepCertificates({ dataDir, timers }: { dataDir: string; timers: Timers }): Promise<() => void> {
  // Loaded here alone, for whoever starts without TLS is better off without its memory.
  const { privateCa } = await import('@switchyard/private-ca/private-ca')
  const { tlsNameOf } = await import('@switchyard/rpc/mutual-tls')
  const ca = await privateCa({ nowMs: timers.now() })
  const issue = async (holder: Holder) => {
    const nowMs = timers.now()
    const { cert, key } = await ca.issue(tlsNameOf(holder), { fromMs: nowMs - hourMs, untilMs: nowMs + lifeMs })
    const { TLS_CERT_FILE = '', TLS_KEY_FILE = '' } = certificateFiles({ tls: true, dataDir }, holder)
    writeWhole(TLS_CERT_FILE, cert)
    writeWhole(TLS_KEY_FILE, key)
  }
  let cancel = () => {}
  const renewLater = () => {
    // What could not be written is tried again the next time, long before the one before has ended.
    cancel = timers.after(renewedAfterMs, () => void Promise.allSettled(holders.map(issue)).then(renewLater))
  }
  mkdirSync(join(dataDir, 'tls'), { recursive: true, mode: 0o700 })
  writeWhole(join(dataDir, 'tls', 'ca.pem'), ca.cert)
  await Promise.all(holders.map(issue))
  renewLater()
  return () => cancel()
}
