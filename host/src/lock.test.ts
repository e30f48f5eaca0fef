import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeLock } from './lock.ts'
import { identify } from './process-identity.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'switchyard-lock-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const path = () => join(dataDir, 'host.lock')
const take = () => {
  const lock = takeLock(dataDir)
  return 'release' in lock ? lock : lock.heldBy
}

it('is held by one at a time, and names the holder to the next', () => {
  const lock = take()
  expect(take()).toBe(process.pid)
  if (typeof lock === 'object') lock.release()
  expect(take()).toHaveProperty('release')
})

it('leaves no file behind', () => {
  const lock = take()
  if (typeof lock === 'object') lock.release()
  expect(readdirSync(dataDir)).toEqual([])
})

it.each([
  ['a process that is gone', () => JSON.stringify({ pid: spawnSync('true').pid, startTicks: 1 })],
  [
    'an earlier process with a pid in use again',
    () => JSON.stringify({ pid: process.pid, startTicks: (identify()?.startTicks ?? 0) - 1 }),
  ],
  ['a write that was cut off', () => '{"pid":'],
])('is taken over from %s', (_holder, record) => {
  writeFileSync(path(), record())
  expect(take()).toHaveProperty('release')
  expect(take()).toBe(process.pid)
})

it('releases only what is its own', () => {
  const lock = take()
  writeFileSync(path(), JSON.stringify({ pid: 1, startTicks: 0 }))
  if (typeof lock === 'object') lock.release()
  expect(existsSync(path())).toBe(true)
})
