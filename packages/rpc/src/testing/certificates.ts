import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateCa, privateCa } from '@switchyard/private-ca/private-ca'
import { type Clock, systemClock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { type MutualTls, mutualTls, tlsNameOf } from '../mutual-tls.ts'

const hourMs = 3_600_000

interface Given {
  /** Who issues the certificate; the usual authority, whom everybody trusts. */
  by?: PrivateCa
  /** When it was issued, for an hour. */
  fromMs?: number
}

/** An authority and files in a folder of their own, which goes when it is disposed of. */
export async function testCertificates() {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-tls-'))
  const nowMs = Date.now()
  const usual = await privateCa({ nowMs })
  let files = 0
  const write = async (file: string, text: string) => {
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
    return file
  }
  const issue = (service: string, { by = usual, fromMs = nowMs - 60_000 }: Given = {}) =>
    by.issue(tlsNameOf(service), { fromMs, untilMs: fromMs + hourMs })
  /** What a service is given: its own certificate, and whom it trusts. */
  const envFor = async (service: string, given: Given = {}): Promise<Record<Name, string>> => {
    const { cert, key } = await issue(service, given)
    const file = (part: string) => join(dir, `${service}-${++files}.${part}.pem`)
    return {
      TLS_CERT_FILE: await write(file('cert'), cert),
      TLS_KEY_FILE: await write(file('key'), key),
      TLS_CA_FILE: await write(file('ca'), usual.cert + (given.by?.cert ?? '')),
    }
  }
  return {
    ca: usual,
    issue,
    write,
    envFor,
    /** TLS as this service has it. */
    async tlsOf(
      service: string,
      { clock = systemClock, ...given }: Given & { clock?: Clock } = {},
    ): Promise<MutualTls> {
      const tls = await mutualTls({ service, env: await envFor(service, given), clock, log })
      if (!tls) throw new Error('unreachable')
      return tls
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  }
}

type Name = 'TLS_CERT_FILE' | 'TLS_KEY_FILE' | 'TLS_CA_FILE'
