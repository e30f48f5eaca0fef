import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type HostFile, readHostFile, removeHostFile, writeHostFile } from './host-file.ts'

const host: HostFile = {
  url: 'http://127.0.0.1:4900',
  token: 't',
  web: 'http://127.0.0.1:3000',
  gateway: 'http://127.0.0.1:4000',
  apiKey: 'k',
  redisAdminUrl: 'redis://r',
  postgresAdminUrl: 'postgresql://p',
  paymentsLedgerUrl: 'http://p/ledger',
  paymentsToken: 'pt',
  pid: 1,
  redis: 'Redis 7',
  postgres: 'Postgres 18',
  dataDir: '/data',
  redisIsStandIn: false,
}

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'switchyard-host-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

it('is read as it was written, by its owner alone', () => {
  writeHostFile(dataDir, host)
  expect(readHostFile(dataDir)).toEqual(host)
  expect(statSync(join(dataDir, 'host.json')).mode & 0o777).toBe(0o600)
})

it('is nothing when it is gone or not whole', () => {
  expect(readHostFile(dataDir)).toBeUndefined()
  writeFileSync(join(dataDir, 'host.json'), '{"url":"http:')
  expect(readHostFile(dataDir)).toBeUndefined()
  removeHostFile(dataDir)
  removeHostFile(dataDir)
})
