import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { certificateFiles, keepCertificates } from './certificates.ts'
import { FakeTimers } from './timers.fake.ts'

const hourMs = 3_600_000

async function kept() {
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-certificates-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const timers = new FakeTimers()
  const stop = await keepCertificates({ dataDir, timers })
  const text = (file = '') => readFileSync(file, 'utf8')
  const files = certificateFiles({ tls: true, dataDir }, 'orders')
  const shown = () => new X509Certificate(text(files.TLS_CERT_FILE))
  return { dataDir, timers, stop, files, text, shown }
}

it('gives each holder a certificate of its own for a day, which the authority’s file proves', async () => {
  const { files, text, shown, timers } = await kept()
  const ca = new X509Certificate(text(files.TLS_CA_FILE))
  expect(shown().verify(ca.publicKey)).toBe(true)
  expect(shown().subjectAltName).toBe('DNS:orders.switchyard.internal')
  expect((shown().validToDate.getTime() - timers.now()) / hourMs).toBe(24)
  expect(certificateFiles({ tls: false, dataDir: '/data' }, 'orders')).toEqual({})
})

it('keeps every file from other users, and the key of the authority from everybody', async () => {
  const { dataDir } = await kept()
  const dir = join(dataDir, 'tls')
  const files = readdirSync(dir)
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  expect(files.map((name) => statSync(join(dir, name)).mode & 0o777)).toEqual(files.map(() => 0o600))
  const holders = ['gateway', 'host', 'ingress', 'inventory', 'orders']
  expect(files.filter((name) => readFileSync(join(dir, name), 'utf8').includes('PRIVATE KEY'))).toEqual(
    holders.map((holder) => `${holder}.key.pem`),
  )
})

it('renews them every eight hours until it is stopped', async () => {
  const { timers, shown, stop } = await kept()
  const first = shown().serialNumber
  timers.pass(7 * hourMs)
  expect(shown().serialNumber).toBe(first)
  timers.pass(hourMs)
  await expect.poll(() => shown().serialNumber).not.toBe(first)
  await expect.poll(() => timers.waiting).toBe(1)
  stop()
  expect(timers.waiting).toBe(0)
})
