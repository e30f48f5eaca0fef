import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { databaseEnv, processEnv, readEnv, redisEnv, secretsEnv } from './env.ts'

const dirs: string[] = []
const secrets = (...names: string[]) => {
  const dir = mkdtempSync(join(tmpdir(), 'secrets-'))
  dirs.push(dir)
  for (const name of names) writeFileSync(join(dir, name), name === 'empty' ? ' ' : 'secret')
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
})

const shape = { ...processEnv, ...redisEnv, ...databaseEnv, ...secretsEnv('a.secret', 'b.secret') }
const right = () => ({
  INSTANCE_ID: 'orders-1',
  SECRETS_DIR: secrets('a.secret', 'b.secret'),
  REDIS_URL: 'redis://127.0.0.1',
  DATABASE_URL: 'postgresql://127.0.0.1/orders',
})

test('reads what is complete, with the usual for what is left out', () => {
  expect(readEnv(shape, right())).toMatchObject({ INSTANCE_ID: 'orders-1', PORT: 0, LOG_LEVEL: 'info', WEIGHT: 1 })
})

test('names every fault at once, each with what the variable is for', () => {
  const wrong = { PORT: '70000', WEIGHT: '0', LOG_LEVEL: 'loud', REDIS_URL: 'http://x', SECRETS_DIR: secrets('empty') }
  const faults = [
    /^The environment is not complete:/,
    /^ {2}INSTANCE_ID: .+ \(name of this instance, e\.g\. orders-1\)$/m,
    /^ {2}PORT: .+65535.+\(port to listen on/m,
    /^ {2}WEIGHT: .+\(share of calls/m,
    /^ {2}LOG_LEVEL: .+\(least level that is logged\)$/m,
    /^ {2}REDIS_URL: .+\(redis:/m,
    /^ {2}DATABASE_URL: .+\(postgresql:/m,
    /^ {2}SECRETS_DIR: The secret a\.secret is missing/m,
    /^ {2}SECRETS_DIR: The secret b\.secret is missing/m,
  ]
  for (const fault of faults) expect(() => readEnv(shape, wrong)).toThrow(fault)
})

test('says nothing of what a variable holds, for it may be a password', () => {
  const wrong = { ...right(), DATABASE_URL: 'hunter2', REDIS_URL: 'hunter2' }
  expect(() => readEnv(shape, wrong)).not.toThrow(/hunter2/)
  expect(() => readEnv(shape, wrong)).toThrow('DATABASE_URL')
})

test('an empty secret is as good as none', () => {
  expect(() => readEnv(secretsEnv('empty'), { SECRETS_DIR: secrets('empty') })).toThrow(
    'The secret empty in SECRETS_DIR is empty',
  )
})

test('a variable of one’s own is described in its own words', () => {
  expect(() => readEnv({ RATE: z.coerce.number().describe('how fast') }, {})).toThrow('(how fast)')
})
