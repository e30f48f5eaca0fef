/**
 * A certificate authority that lives in one process and goes with it: its key is never written down, so nobody can add a
 * certificate once the process has ended. The local host and tests have one; a deployment brings its own.
 *
 *     const ca = await privateCa({ nowMs: Date.now() })
 *     const { cert, key } = await ca.issue('orders.switchyard.internal', { fromMs, untilMs })
 */
import 'reflect-metadata'
import { KeyObject, randomBytes, type webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A certificate and its private key, as PEM. */
interface Issued {
  cert: string
  key: string
}

/** Makes certificates that whoever trusts `cert` believes. */
export interface PrivateCa {
  /** Its own certificate, as PEM. */
  readonly cert: string
  /** One that proves this name, to servers and to clients, between two moments. */
  issue(name: string, valid: { fromMs: number; untilMs: number }): Promise<Issued>
  /** Another authority, whose certificates bring its own along and are believed by whoever trusts this one. */
  below(): Promise<PrivateCa>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const lifeMs = 365 * 86_400_000
/** Machines' clocks differ a little. */
const earlierMs = 60_000

/** Makes a new authority, good for a year. */
export const privateCa = ({ nowMs }: { nowMs: number }): Promise<PrivateCa> =>
  authority({ nowMs, name: 'CN=Switchyard private CA' })

interface Signer {
  name: string
  keys: Keys
}

async function authority({ nowMs, name, above }: { nowMs: number; name: string; above?: Signer }): Promise<PrivateCa> {
  const own = { name, keys: await newKeys() }
  const root = await sign(above ?? own, {
    subject: name,
    publicKey: own.keys.publicKey,
    valid: { fromMs: nowMs - earlierMs, untilMs: nowMs + lifeMs },
    extensions: [
      new BasicConstraintsExtension(true, above ? 0 : 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(own.keys.publicKey),
    ],
  })
  return {
    cert: root,
    async issue(name, valid) {
      const { privateKey, publicKey } = await newKeys()
      const leaf = await sign(own, {
        subject: `CN=${name}`,
        publicKey,
        valid,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
          new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
        ],
      })
      return { cert: above ? leaf + root : leaf, key: pemOf(privateKey) }
    },
    below: () => authority({ nowMs, name: `${name} below`, above: own }),
  }
}

interface Signed {
  subject: string
  publicKey: webcrypto.CryptoKey
  valid: { fromMs: number; untilMs: number }
  extensions: readonly Extension[]
}

async function sign({ name, keys }: Signer, { subject, publicKey, valid, extensions }: Signed): Promise<string> {
  const cert = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject,
    issuer: name,
    notBefore: new Date(valid.fromMs),
    notAfter: new Date(valid.untilMs),
    publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [...extensions, await AuthorityKeyIdentifierExtension.create(keys.publicKey)],
  })
  return `${cert.toString('pem')}\n`
}

type Keys = Awaited<ReturnType<typeof newKeys>>
const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

/** Positive, and too long to be guessed or to come twice. */
const newSerial = () => `01${randomBytes(15).toString('hex')}`

const pemOf = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ format: 'pem', type: 'pkcs8' }).toString()
