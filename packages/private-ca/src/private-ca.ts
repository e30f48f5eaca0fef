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
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const lifeMs = 365 * 86_400_000
/** Machines' clocks differ a little. */
const earlierMs = 60_000

/** Makes a new authority, good for a year. */
export async function privateCa({ nowMs }: { nowMs: number }): Promise<PrivateCa> {
  const keys = await newKeys()
  const issuer = 'CN=Switchyard private CA'
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: issuer,
    notBefore: new Date(nowMs - earlierMs),
    notAfter: new Date(nowMs + lifeMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    cert: root.toString('pem'),
    async issue(name, { fromMs, untilMs }) {
      const own = await newKeys()
      const leaf = await X509CertificateGenerator.create({
        serialNumber: newSerial(),
        subject: `CN=${name}`,
        issuer,
        notBefore: new Date(fromMs),
        notAfter: new Date(untilMs),
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
          new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
          await AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ],
      })
      return { cert: leaf.toString('pem'), key: pemOf(own.privateKey) }
    },
  }
}

const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

/** Positive, and too long to be guessed or to come twice. */
const newSerial = () => `01${randomBytes(15).toString('hex')}`

const pemOf = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ format: 'pem', type: 'pkcs8' }).toString()
