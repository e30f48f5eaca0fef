import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLogFile } from './log-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('keeps what an earlier run wrote', () => {
  const path = join(folder, 'logs', 'orders-1.log')
  for (const line of ['first\n', 'second\n']) {
    const log = openLogFile(path)
    log.write(line)
    log.close()
  }
  expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n')
})

it('moves a full file aside and lets the writer go on from its start', () => {
  const path = join(folder, 'orders-1.log')
  const log = openLogFile(path, { bytesMax: 10 })
  log.write('twelve bytes')
  log.trim()
  log.write('new')
  log.trim()
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('twelve bytes')
  expect(readFileSync(path, 'utf8')).toBe('new')
  log.close()
})

it('costs the log alone when it cannot be opened', () => {
  writeFileSync(join(folder, 'file'), '')
  const log = openLogFile(join(folder, 'file', 'orders-1.log'))
  log.write('lost')
  log.trim()
  log.close()
  expect(log.descriptor).toBe('ignore')
})
