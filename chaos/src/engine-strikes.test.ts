import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomFrom } from '@switchyard/art/kit/random'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, onTestFinished, test } from 'vitest'
import type { Control, Instance } from './control.ts'
import type { Ask } from './http.ts'
import { loseRedis } from './lose-redis.ts'
import { repeatWebhooks } from './repeat-webhooks.ts'
import type { Ground, Scene } from './strike.ts'
import { untilTaken } from './until-taken.ts'

const target: Instance = { id: 'redis-1', service: 'redis', pid: 1, port: 1, state: 'ready', restarts: 0 }

/** A host whose Redis is dead as soon as it is killed. */
function sceneWith(ground: Partial<Ground>) {
  const notes: string[] = []
  const clock = new TestClock(0)
  const control: Control = {
    instances: async () => [{ ...target, state: notes.at(-1) === 'kill redis-1' ? 'dead' : 'ready' }],
    act: async (id, action) => void notes.push(`${action} ${id}`),
    ...{ scale: async () => {}, hurt: async () => '', mend: async () => {}, untilWhole: async () => 0 },
  }
  const nothing = {
    gateway: undefined,
    proxies: undefined,
    firewall: undefined,
    trap: undefined,
    engines: undefined,
    provider: undefined,
  }
  const signal = new AbortController().signal
  const scene: Scene = { target, control, holdMs: 0, random: randomFrom('1'), clock, signal, ground: nothing }
  return { notes, clock, scene: { ...scene, ground: { ...nothing, ...ground } } }
}

/** Redis' folder with an append-only file of that many bytes. */
function appendOnlyFile(bytes: number) {
  const redisDir = mkdtempSync(join(tmpdir(), 'switchyard-chaos-test-'))
  onTestFinished(() => rmSync(redisDir, { recursive: true }))
  const folder = join(redisDir, 'appendonlydir')
  mkdirSync(folder)
  const manifest = 'file appendonly.aof.3.base.rdb seq 3 type b\nfile appendonly.aof.3.incr.aof seq 3 type i\n'
  writeFileSync(join(folder, 'appendonly.aof.manifest'), manifest)
  const file = join(folder, 'appendonly.aof.3.incr.aof')
  writeFileSync(file, 'x'.repeat(bytes))
  return { folder, file, engines: { redisDir, redisUrl: '', postgresUrl: '', postgresDir: '' } }
}

test('of the append-only file exactly that is cut off which was written in the last second before the kill', async () => {
  const { file, engines } = appendOnlyFile(1_000)
  const { scene, clock, notes } = sceneWith({ engines })
  const struck = loseRedis('last second')(scene)
  await clock.advance(500)
  writeFileSync(file, 'y'.repeat(1_400))
  await clock.advance(1_000)
  const { heal, findings } = await struck
  expect(readFileSync(file, 'utf8')).toBe('y'.repeat(1_000))
  await heal?.()
  expect(notes).toEqual(['kill redis-1', 'start redis-1'])
  expect(findings?.()).toEqual({ bytesLost: 400 })
})

test('a Redis that loses everything has no file to come back from', async () => {
  const { folder, engines } = appendOnlyFile(1_000)
  const { scene } = sceneWith({ engines })
  expect((await loseRedis('everything')(scene)).findings?.()).toEqual({ bytesLost: 1_000 })
  expect(existsSync(folder)).toBe(false)
})

test('a Redis whose file cannot be cut is started again, and the strike is an error', async () => {
  const { folder, engines } = appendOnlyFile(10)
  const { scene, clock, notes } = sceneWith({ engines })
  const struck = loseRedis('everything')(scene)
  rmSync(folder, { recursive: true })
  await expect(struck).rejects.toThrow()
  await clock.advance(1_000)
  expect(notes).toEqual(['kill redis-1', 'start redis-1'])
})

test('every notice comes again as often as asked, signed, in another order, and again when it is not taken', async () => {
  const entries = ['a', 'b', 'c'].map((id) => ({
    entryId: id,
    kind: 'charge',
    orderId: id,
    amount: 1,
    currency: 'EUR',
  }))
  const heard: string[] = []
  let refusals = 1
  const ask: Ask = async (url, question) => {
    if (url === 'ledger') return { status: 200, text: JSON.stringify({ entries, nextCursor: null }) }
    const text = JSON.stringify(question?.body)
    const signature = createHmac('sha256', 'secret').update(`0.${text}`).digest('hex')
    if (question?.headers?.['payments-signature'] !== `t=0,v1=${signature}`) return { status: 401, text: '' }
    if (refusals-- > 0) return { status: 503, text: '' }
    heard.push(text)
    return { status: 204, text: '' }
  }
  const provider = { ledgerUrl: 'ledger', ledgerToken: '', webhookUrl: 'hook', webhookSecret: 'secret' }
  const { findings } = await repeatWebhooks(5, { ask })(sceneWith({ provider }).scene)
  expect(findings?.()).toEqual({ webhooks: 15, webhooksRefused: 0 })
  expect(
    heard
      .map((text) => JSON.parse(text).entryId)
      .sort()
      .join(''),
  ).toBe('aaaaabbbbbccccc')
  expect(heard.map((text) => JSON.parse(text).entryId).join('')).not.toBe('aaaaabbbbbccccc')
  expect(JSON.parse(heard[0] ?? '')).toMatchObject({ type: 'charge.captured', eventId: expect.stringMatching(/^evt_/) })
})

test('queues are back once a canary was taken from every one of them', async () => {
  const clock = new TestClock(0)
  const at = (ms: number) => new Date(ms).toISOString()
  const queue = (takenAt: number) => ({
    ...{ queue: 'q', active: 0, waiting: 0, delayed: 0, failed: 0, held: 0, backlogMax: 1 },
    canary: { sentAt: at(0), takenAt: at(takenAt) },
    ...{ oldestAt: null, done: [] },
  })
  const seen = [undefined, [queue(400), queue(900)], [queue(1_200), queue(900)], [queue(1_200), queue(1_700)]]
  const system = async () => ({ at: at(0), instances: null, queues: seen.shift() ?? null })
  const signal = new AbortController().signal
  const taken = untilTaken({ lab: { system }, afterMs: 1_000, clock, limitMs: 5_000, signal })
  await clock.advance(0)
  await clock.advance(5_000)
  expect(await taken).toBe(1_700)
})
